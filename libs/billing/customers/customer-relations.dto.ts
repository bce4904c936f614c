import { LanguageField } from '../validation/account-fields';
import { AmountField } from '../validation/amount-fields';
import { ChoiceField, IdField, PartField, TextField } from '../validation/fields';
import { EntityIdField, RequestIdField } from '../validation/shared-fields';

export class SetParentBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @IdField({ description: 'Customer whose figures include this one’s; absent: none any more.', example: 'group-1', optional: true })
  readonly parentCustomerId?: string;
}

/** Kept apart, as everything that says who a person is. */
export class BankAccountBody {
  @TextField({ description: 'Holder of the account.', example: 'Ada Sample', personal: true, min: 1, max: 200 })
  readonly accountHolder!: string;

  @TextField({ description: 'IBAN, without spaces.', example: 'GB33BUKB20201555555555', optional: true, personal: true, max: 34 })
  readonly iban?: string;

  @TextField({ description: 'Account number, where there is no IBAN.', example: '55779911', optional: true, personal: true, max: 40 })
  readonly accountNumber?: string;

  @TextField({ description: 'Bank or sort code, where there is no IBAN.', example: '200000', optional: true, personal: true, max: 40 })
  readonly bankCode?: string;
}

export class SetBankDetailsBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @PartField(() => BankAccountBody, { description: 'Where refunds go.' })
  readonly personal!: BankAccountBody;
}

export class PreferredAddressBody {
  @TextField({ description: 'Where documents go instead of the contact’s address.', example: 'invoices@example.com', optional: true, personal: true, max: 254 })
  readonly email?: string;
}

export class SetPreferenceBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @ChoiceField(['email', 'none'], { description: 'How documents go out; `none`: they are fetched or handed over.', example: 'email' })
  readonly channel!: 'email' | 'none';

  @LanguageField({ description: 'Language of documents and messages; default the entity’s.', example: 'en', optional: true })
  readonly language?: string;

  @ChoiceField(['ubl', 'cii', 'factur-x'], { description: 'Electronic invoice that goes with the PDF, or inside it; default none.', example: 'factur-x', optional: true })
  readonly eInvoice?: 'ubl' | 'cii' | 'factur-x';

  @PartField(() => PreferredAddressBody, { description: 'Address for documents.', optional: true })
  readonly personal?: PreferredAddressBody;
}

export class SetCreditLimitBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @AmountField('not-negative', { description: 'Most that may be owed, in base currency; absent: no limit.', example: '5000.00', optional: true })
  readonly limit?: string;

  @ChoiceField(['warn', 'block'], { description: 'A sale beyond it is told of, or waits unbilled; default block.', example: 'block', optional: true })
  readonly onExceed?: 'warn' | 'block';

  @TextField({ description: 'Why.', example: 'credit insurance', optional: true })
  readonly reason?: string;
}

import { IdField, PartField, TextField } from '../validation/fields';
import { RequestIdField } from '../validation/shared-fields';

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

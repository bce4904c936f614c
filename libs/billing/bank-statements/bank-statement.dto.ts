import { ShortByBody } from '../accounts/correction.dto';
import { PaidItemBody } from '../payments/payment.dto';
import { AmountField } from '../validation/amount-fields';
import { ChoiceField, IdField, ListField, TextField, WholeField } from '../validation/fields';
import { AccountIdField, EntityIdField } from '../validation/shared-fields';

/** 16 MiB in base64. */
const fileTextMax = 22_369_624;

export class ImportBankStatementBody {
  @EntityIdField()
  readonly entityId?: string;

  @TextField({
    description: 'The file as the bank gave it, in base64: camt.053, camt.054, MT940 or CSV; at most 16 MiB.',
    example: 'PD94bWwgdmVyc2lvbj0iMS4wIj8+',
    personal: true,
    min: 1,
    max: fileTextMax,
  })
  readonly file!: string;

  @TextField({
    description: 'How the columns of a CSV file are read: the mapping as JSON; its settings stand in the recipe on reconciling the bank.',
    example:
      '{"dateFormat":"YYYY-MM-DD","columns":{"bookedOn":"Date","amount":"Amount","name":"Name","text":"Text"},"constants":{"account":"DE75512108001245126199","currency":"EUR"}}',
    optional: true,
    max: 10_000,
  })
  readonly mapping?: string;
}

export class MatchBankLinesBody {
  @EntityIdField()
  readonly entityId?: string;

  @WholeField(50, 100, { description: 'Percent from which a match needs no person. Default 90.', example: 90, optional: true })
  readonly threshold?: number;
}

export const lineResolutions = ['payment', 'payment-reversal', 'refund', 'bank-fee', 'bank-interest', 'payout', 'no-concern'] as const;

export class ResolveBankLineBody {
  @IdField({ description: 'Statement; from the path.', example: 'BS-0c9d2f8a41b7e6d35c1f0a9b8e7d6c5b', filledIn: true })
  readonly statementId!: string;

  @IdField({ description: 'Line; from the path.', example: 'BL-5f2b7c9e01d34a68b9c0e1f2a3b4c5d6', filledIn: true })
  readonly lineId!: string;

  @ChoiceField(lineResolutions, { description: 'What the line is.', example: 'payment' })
  readonly as!: (typeof lineResolutions)[number];

  @AccountIdField({ description: 'Whose payment or refund it is; a payment without one is kept as unidentified.', optional: true })
  readonly accountId?: string;

  @ListField(() => PaidItemBody, { min: 1, max: 1000 }, { description: 'Items it pays; none: it stays on the account.', optional: true })
  readonly items?: PaidItemBody[];

  @ListField(() => ShortByBody, { min: 1, max: 100 }, { description: 'What it came short by, accepted with it.', optional: true })
  readonly deductions?: ShortByBody[];

  @IdField({
    description: 'The payment or direct debit taken back, the refund paid, the payout settled; or the payment entered by hand that the line shows.',
    example: 'BANK-2010-12-20-0001',
    optional: true,
  })
  readonly subjectId?: string;

  @AmountField('positive', {
    description: 'Of a payment-reversal: what the bank charged for it in the same amount; the rest of the line is what was taken back.', example: '3.00', optional: true,
  })
  readonly charge?: string;

  @TextField({ description: 'Why.', example: 'the payer said so on the telephone', min: 1, max: 300 })
  readonly reason!: string;
}

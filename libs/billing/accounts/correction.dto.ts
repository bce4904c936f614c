import { AmountField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, FlagField, IdField, ListField, TextField, WholeField } from '../validation/fields';
import { AccountIdField, RequestIdField } from '../validation/shared-fields';
import { InvoiceNameBody, PaidItemBody } from '../payments/payment.dto';

const deductionKinds = ['early-payment-discount', 'bank-charge', 'withholding', 'tolerance', 'commission'] as const;
type DeductionKind = (typeof deductionKinds)[number];
const writeOffReasons = ['insolvent', 'uncollectible', 'statute-barred', 'settlement', 'small-balance', 'other'] as const;

/** What a receipt came short by on one invoice; accepted with the allocation. */
export class ShortByBody extends InvoiceNameBody {
  @ChoiceField(deductionKinds, { description: 'What was deducted.', example: 'early-payment-discount' })
  readonly kind!: DeductionKind;

  @WholeField(1, 60, { description: 'Instalment; default the first that is open.', example: 1, optional: true })
  readonly instalment?: number;

  @AmountField('positive', {
    description: 'Default: the discount that the terms allow, or all that is open within the tolerance. Needed for a bank charge and tax withheld.',
    example: '24.00',
    optional: true,
  })
  readonly amount?: string;

  @FlagField({ description: 'True: accept more, or later, than the terms or the tolerance allow. Then amount must be sent. Default false.', example: false, optional: true })
  readonly override?: boolean;

  @TextField({ description: 'Why.', example: 'paid within ten days', min: 1 })
  readonly reason!: string;
}

export class AcceptDeductionBody extends ShortByBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the deduction.', example: 'DED-1' })
  readonly deductionId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', example: '2010-12-10', optional: true })
  readonly acceptedOn?: string;

  @IdField({ description: 'The receipt that came short: its value date says whether it was early, and its bounce takes the deduction back.', example: 'BANK-2010-12-20-0001', optional: true })
  readonly paymentId?: string;
}

export class ReverseDeductionBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Deduction; from the path.', example: 'DED-1', filledIn: true, max: 240 })
  readonly deductionId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone; not before the deduction.', example: '2010-12-22', optional: true })
  readonly reversedOn?: string;

  @TextField({ description: 'Why.', example: 'discount taken without right', min: 1 })
  readonly reason!: string;
}

export class WriteOffBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Your id of the write-off.', example: 'WO-1' })
  readonly writeOffId!: string;

  @ListField(() => PaidItemBody, { min: 1, max: 1000 }, { description: 'What to give up; default everything open that is not disputed.', optional: true })
  readonly items?: PaidItemBody[];

  @CurrencyField({ description: 'Without items: which currency, where the account owes in several.', optional: true })
  readonly currency?: string;

  @DayField({ description: 'Default today in the entity’s time zone; not before the issue.', example: '2011-06-30', optional: true })
  readonly writtenOffOn?: string;

  @ChoiceField(writeOffReasons, { description: 'Why, for counting.', example: 'uncollectible' })
  readonly reasonCode!: (typeof writeOffReasons)[number];

  @TextField({ description: 'Why, in words.', example: 'three letters came back', min: 1 })
  readonly reason!: string;
}

export class ReverseWriteOffBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Write-off; from the path.', example: 'WO-1', filledIn: true })
  readonly writeOffId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @ListField(() => PaidItemBody, { min: 1, max: 1000 }, { description: 'What to bring back; default all that is left of it.', optional: true })
  readonly items?: PaidItemBody[];

  @DayField({ description: 'Default today in the entity’s time zone; not before the write-off.', example: '2011-07-15', optional: true })
  readonly reversedOn?: string;

  @TextField({ description: 'Why.', example: 'the company goes on', min: 1 })
  readonly reason!: string;
}

export class RelieveBadDebtTaxBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @IdField({ description: 'Write-off; from the path.', example: 'WO-1', filledIn: true })
  readonly writeOffId!: string;

  @IdField({ description: 'Your id of the relief.', example: 'TR-1' })
  readonly reliefId!: string;

  @DayField({ description: 'Default today in the entity’s time zone; not before the write-off.', example: '2011-12-31', optional: true })
  readonly relievedOn?: string;
}

export class ChargeLateFeesBody {
  @AccountIdField({ filledIn: true })
  readonly accountId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @IdField({ description: 'One invoice, by id or document number; default every overdue one that is not disputed.', example: 'INV-000001', optional: true, max: 200 })
  readonly invoiceId?: string;

  @DayField({ description: 'Last day charged; default today in the entity’s time zone. Days are charged once.', example: '2011-01-31', optional: true })
  readonly through?: string;
}

import { AmountField, DecimalField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, IdField, ListField, RuledField, TextField, WholeField } from '../validation/fields';
import { AccountIdField, EntityIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';

/** An invoice, named by its id or its document number. */
export class InvoiceNameBody {
  @InvoiceIdField({ instead: 'documentNumber' })
  @NamedOnce()
  readonly invoiceId?: string;

  @IdField({ description: 'Document number, instead of the invoice id.', example: 'INV-000001', optional: true })
  readonly documentNumber?: string;
}

/** One item to pay. */
export class PaidItemBody extends InvoiceNameBody {
  @WholeField(1, 60, { description: 'Instalment; default: all, oldest first.', example: 1, optional: true })
  readonly instalment?: number;

  @AmountField('positive', { description: 'Default: as much as is open.', example: '15.30', optional: true })
  readonly amount?: string;
}

/** An item that names no invoice, or names one in two ways, is a mistake: it is never guessed at. */
function NamedOnce(): PropertyDecorator {
  return RuledField(
    {
      name: 'namedOnce',
      code: 'FIELD.ONE_NAME',
      rule: 'the name of an invoice: either invoiceId or documentNumber, exactly one of them',
      remedy: 'Send one of invoiceId and documentNumber.',
      holds: (value, args) => (value === undefined) !== ((args.object as InvoiceNameBody).documentNumber === undefined),
    },
    { description: 'Invoice id. Name an item by this or by its document number.', instead: 'documentNumber' },
  );
}

export class ReceivePaymentBody {
  @IdField({ description: 'The bank’s or gateway’s reference: one line counts once.', example: 'BANK-2010-12-20-0001' })
  readonly paymentId!: string;

  @EntityIdField()
  readonly entityId?: string;

  @DayField({ description: 'Value date; after today for a cheque or cash alone, which then counts from that day.', example: '2010-12-20' })
  readonly receivedOn!: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the currency; default the rate on record for the day. Not for the base currency.', example: '1.1725', optional: true })
  readonly rate?: string;

  @AmountField('positive', { description: 'What came in.', example: '139.12' })
  readonly amount!: string;

  @TextField({ description: 'Way it came; default bank transfer.', example: 'bank transfer', optional: true, min: 1, max: 100 })
  readonly method?: string;

  @ChoiceField(['gateway'], { description: 'A payment gateway holds it until it pays out; absent: it is at the bank.', example: 'gateway', optional: true })
  readonly heldBy?: 'gateway';

  @TextField({ description: 'The payer’s reference, often an invoice number.', example: 'INV-000001', optional: true, max: 200 })
  readonly reference?: string;

  @TextField({ description: 'Name of the payer.', example: 'Ada Sample', optional: true, personal: true, max: 200 })
  readonly payerName?: string;

  @IdField({ description: 'Whose money it is, if known. Neither this nor accountId: found by reference, else unidentified.', example: '17850', optional: true })
  readonly customerId?: string;

  @AccountIdField({ description: 'Or the debtor account.', optional: true })
  readonly accountId?: string;

  @ListField(() => PaidItemBody, { min: 1, max: 1000 }, { description: 'Items the payer names, in the order to pay them.', optional: true })
  readonly items?: PaidItemBody[];

  @ChoiceField(['auto', 'none'], {
    description: 'auto: named items, else reference, else oldest due first; none: stays unapplied. Default auto.',
    example: 'auto',
    optional: true,
  })
  readonly allocate?: 'auto' | 'none';
}

export class IdentifiedSplitBody {
  @IdField({ description: 'Customer.', example: '17850', optional: true })
  readonly customerId?: string;

  @AccountIdField({ description: 'Or the debtor account.', optional: true })
  readonly accountId?: string;

  @AmountField('positive', { description: 'Default: all that is unidentified.', example: '139.12', optional: true })
  readonly amount?: string;
}

export class IdentifyPaymentBody {
  @IdField({ description: 'Payment; from the path.', example: 'BANK-2010-12-20-0001', filledIn: true })
  readonly paymentId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'From when it counts; default the value date.', example: '2010-12-21', optional: true })
  readonly identifiedOn?: string;

  @ListField(() => IdentifiedSplitBody, { min: 1, max: 100 }, { description: 'Whose money it is.' })
  readonly splits!: IdentifiedSplitBody[];
}

export class ReversePaymentBody {
  @IdField({ description: 'Payment; from the path.', example: 'BANK-2010-12-20-0001', filledIn: true })
  readonly paymentId!: string;

  @IdField({ description: 'The bank’s reference of the reversal.', example: 'BANK-2010-12-23-0007' })
  readonly reversalId!: string;

  @DayField({ description: 'Value date of the reversal.', example: '2010-12-23' })
  readonly valueDate!: string;

  @AmountField('positive', { description: 'What was taken back; default all that is left.', example: '139.12', optional: true })
  readonly amount?: string;

  @TextField({ description: 'Why.', example: 'insufficient funds', min: 1 })
  readonly reason!: string;
}

export class MovePaymentBody {
  @IdField({ description: 'Payment; from the path.', example: 'BANK-2010-12-20-0001', filledIn: true })
  readonly paymentId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @AccountIdField({ description: 'Debtor account it is taken from.' })
  readonly fromAccountId!: string;

  @AccountIdField({ description: 'Debtor account of the same legal entity that it belongs to.', example: 'UK~17851' })
  readonly toAccountId!: string;

  @AmountField('positive', { description: 'Default: all that is unapplied there.', example: '10.00', optional: true })
  readonly amount?: string;

  @DayField({ description: 'Default today in the entity’s time zone; not before the money was identified.', example: '2010-12-22', optional: true })
  readonly movedOn?: string;

  @TextField({ description: 'Why.', example: 'paid by another customer', min: 1 })
  readonly reason!: string;
}

import { AmountField, DecimalField } from '../validation/amount-fields';
import { ChoiceField, DayField, IdField, ListField, TextField } from '../validation/fields';
import { InvoiceIdField, RequestIdField } from '../validation/shared-fields';
import { deliveries, ReasonCodeField, type CreditReasonCode, type Delivery } from './return.dto';

/** What every credit of an invoice says. Customer, account, currency and rate are those of the invoice. */
class CreditsInvoiceBody {
  @InvoiceIdField({ description: 'Invoice id, or the number as printed; from the path.', filledIn: true })
  readonly invoiceId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @TextField({ description: 'Why, printed on the credit note.', example: 'wrong price', min: 1 })
  readonly reason!: string;

  @ReasonCodeField()
  readonly reasonCode?: CreditReasonCode;

  @DayField({ description: 'Day it was decided; default today in the entity’s time zone.', optional: true })
  readonly receivedOn?: string;

  @DayField({ description: 'Requested issue date of the credit note; default the day it was decided. Not in the future.', optional: true })
  readonly issueDate?: string;
}

/** Takes back everything that is left of an invoice. */
export class CancelInvoiceBody extends CreditsInvoiceBody {
  @ChoiceField(deliveries, { description: 'What is left was not delivered (default), was delivered and came back, or is an allowance.', example: 'undelivered', optional: true })
  readonly delivery?: Delivery;
}

export class InvoiceCreditLineBody {
  @IdField({ description: 'Line of the invoice.', example: '1', max: 140 })
  readonly invoiceLineId!: string;

  @DecimalField('positive', 6, { description: 'Quantity that is credited.', example: '1', instead: 'net' })
  readonly quantity?: string;

  @AmountField('positive', { description: 'Or so much net off the line; its tax follows in proportion.', example: '1.00', optional: true })
  readonly net?: string;

  @ChoiceField(deliveries, { description: 'Default delivered; price goes with net alone.', example: 'price', optional: true })
  readonly delivery?: Delivery;
}

/** Credits lines of one invoice, each by quantity or by amount. */
export class CreditInvoiceBody extends CreditsInvoiceBody {
  @ListField(() => InvoiceCreditLineBody, { min: 1, max: 5000 }, { description: 'Lines that are credited.' })
  readonly lines!: InvoiceCreditLineBody[];
}

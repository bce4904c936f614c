import { AmountField, DecimalField, PercentField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, IdField, ListField, PartField, TextField } from '../validation/fields';
import { EntityIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';
import { ServicePeriodBody, taxCategories, type TaxCategory } from '../sales/sale.dto';

export const deliveries = ['undelivered', 'delivered', 'price'] as const;
export type Delivery = (typeof deliveries)[number];

export const creditReasonCodes = [
  'cancellation', 'returned-goods', 'not-delivered', 'billing-error', 'price-error', 'goodwill', 'discount', 'contract-change', 'other',
] as const;
export type CreditReasonCode = (typeof creditReasonCodes)[number];

export function ReasonCodeField(): PropertyDecorator {
  return ChoiceField(creditReasonCodes, {
    description: 'Kind of reason; billing-error and price-error count against invoice accuracy.',
    example: 'price-error',
    optional: true,
  });
}

export class ReturnLineBody {
  @IdField({ description: 'Unique within the return; default: its place, from 1.', example: '1', optional: true })
  readonly lineId?: string;

  @IdField({ description: 'Product.', example: '85123A', optional: true })
  readonly productCode?: string;

  @TextField({ description: 'Printed on the credit note.', example: 'White hanging heart T-light holder' })
  readonly description!: string;

  @DecimalField('positive', 6, { description: 'Quantity that comes back, above zero.', example: '2', instead: 'net' })
  readonly quantity?: string;

  @DecimalField('not-negative', 6, { description: 'Price of one, before tax.', example: '2.55', instead: 'net' })
  readonly unitPrice?: string;

  @AmountField('positive', { description: 'Instead of quantity and price: so much net off the named invoice line; its tax follows in proportion.', example: '1.00', optional: true })
  readonly net?: string;

  @ChoiceField(deliveries, {
    description: 'undelivered: takes back revenue that is still to come first; delivered: revenue that has counted; price: an allowance on both, by net alone. Default delivered.',
    example: 'delivered',
    optional: true,
  })
  readonly delivery?: Delivery;

  @PartField(() => ServicePeriodBody, { description: 'Days that are not served after all: undelivered takes their revenue. Default all that is to come, in proportion.', optional: true })
  readonly servicePeriod?: ServicePeriodBody;

  @ChoiceField(taxCategories, { description: 'EN 16931 tax category; default Z when the rate is 0, else S.', example: 'Z', optional: true })
  readonly taxCategory?: TaxCategory;

  @PercentField({ description: 'Tax rate in percent; default 0.', example: '0', optional: true })
  readonly taxRate?: string;

  @InvoiceIdField({ description: 'The invoice it comes from; absent: it is matched.', optional: true })
  readonly invoiceId?: string;

  @IdField({ description: 'The line of that invoice.', example: '1', optional: true, max: 140 })
  readonly invoiceLineId?: string;
}

/** What a return and a clerk's credit note have in common. */
class CreditedBody {
  @EntityIdField()
  readonly entityId?: string;

  @IdField({ description: 'Customer.', example: '17850' })
  readonly customerId!: string;

  @DayField({ description: 'Day it was received; default today in the entity’s time zone.', optional: true })
  readonly receivedOn?: string;

  @CurrencyField({ description: 'Currency.' })
  readonly currency!: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the currency; default the rate on record for the day. Not for the base currency.', example: '1.1725', optional: true })
  readonly rate?: string;

  @IdField({ description: 'Who pays, and whose account is credited; default the customer.', example: '17850', optional: true })
  readonly payerCustomerId?: string;

  @TextField({ description: 'Why, printed on the credit note.', example: 'damaged in transit', min: 1 })
  readonly reason!: string;

  @ReasonCodeField()
  readonly reasonCode?: CreditReasonCode;

  @ListField(() => ReturnLineBody, { min: 1, max: 5000 }, { description: 'Lines.' })
  readonly lines!: ReturnLineBody[];

  @DayField({ description: 'Requested issue date of the credit note; default the day it was received. Not in the future.', optional: true })
  readonly issueDate?: string;
}

/** A cancellation or return document of the seller's system. */
export class ReceiveReturnBody extends CreditedBody {
  @IdField({ description: 'Your id of the return; it exists once and is credited once.', example: 'C536379' })
  readonly returnId!: string;
}

/** A clerk's credit note: a return whose source id is the request id. */
export class IssueCreditNoteBody extends CreditedBody {
  @RequestIdField()
  readonly requestId!: string;
}

import { AmountField, DecimalField, PercentField } from '../validation/amount-fields';
import { ChoiceField, CurrencyField, DayField, FlagField, IdField, ListField, PartField, RuledField, TextField } from '../validation/fields';
import { EntityIdField, InvoiceIdField, RequestIdField } from '../validation/shared-fields';

export const taxCategories = ['S', 'Z', 'E', 'AE', 'G', 'O'] as const;
export type TaxCategory = (typeof taxCategories)[number];

export const recognitionRules = ['at-issue', 'point-in-time', 'daily', 'equal-months', 'prepayment'] as const;

export class ServicePeriodBody {
  @DayField({ description: 'First day of the service.', example: '2010-12-01' })
  readonly from!: string;

  @DayField({ description: 'Last day of the service, included.', example: '2011-02-28' })
  readonly to!: string;
}

export class SaleLineBody {
  @IdField({ description: 'Unique within the sale; default: its place, from 1.', example: '1', optional: true })
  readonly lineId?: string;

  @IdField({ description: 'Product.', example: '85123A', optional: true })
  readonly productCode?: string;

  @TextField({ description: 'Printed on the invoice.', example: 'White hanging heart T-light holder' })
  readonly description!: string;

  @DecimalField('not-negative', 6, { description: 'Quantity; goods that come back are a return.', example: '6' })
  readonly quantity!: string;

  @DecimalField('not-negative', 6, { description: 'Price of one, before discount and tax.', example: '2.55' })
  readonly unitPrice!: string;

  @PercentField({ description: 'Discount in percent of quantity × unit price.', example: '10', optional: true })
  @OneDiscount()
  readonly discountPercent?: string;

  @AmountField('not-negative', { description: 'Or discount as an amount off the line.', example: '1.50', optional: true })
  readonly discountAmount?: string;

  @ChoiceField(taxCategories, { description: 'EN 16931 tax category; default Z when the rate is 0, else S.', example: 'Z', optional: true })
  readonly taxCategory?: TaxCategory;

  @PercentField({ description: 'Tax rate in percent; default 0.', example: '0', optional: true })
  readonly taxRate?: string;

  @TextField({ description: 'Why no tax is charged; needed for categories AE (reverse charge) and E (exempt).', example: 'Reverse charge', optional: true, min: 1, max: 500 })
  readonly taxNote?: string;

  @PartField(() => ServicePeriodBody, { description: 'Days of service, both included; needed for daily and equal-months.', optional: true })
  readonly servicePeriod?: ServicePeriodBody;

  @ChoiceField(recognitionRules, {
    description: 'When its revenue counts. Default at-issue; prepayment for lines of a prepayment, and for those alone.',
    example: 'daily',
    optional: true,
  })
  readonly recognition?: (typeof recognitionRules)[number];
}

function OneDiscount(): PropertyDecorator {
  return RuledField(
    {
      name: 'oneDiscount',
      code: 'FIELD.ONE_DISCOUNT',
      rule: 'either a percentage or an amount of discount, not both',
      remedy: 'Leave out discountPercent or discountAmount.',
      holds: (_value, args) => (args.object as SaleLineBody).discountAmount === undefined,
    },
    { description: 'Discount in percent of quantity × unit price.', example: '10', optional: true },
  );
}

/** What is sold, to whom and at what prices: a sale, or the draft of one. */
export class SaleContentBody {
  @EntityIdField()
  readonly entityId?: string;

  @IdField({ description: 'Customer, registered before.', example: '17850' })
  readonly customerId!: string;

  @DayField({ description: 'Day the sale was concluded; default today in the entity’s time zone.', optional: true })
  readonly closedOn?: string;

  @DayField({ description: 'Day of supply; default the day the sale was concluded.', optional: true })
  readonly supplyDate?: string;

  @CurrencyField({ description: 'Currency of all amounts of the sale.' })
  readonly currency!: string;

  @DecimalField('positive', 12, { description: 'Base units per unit of the currency; default the rate on record for the day. Not for the base currency.', example: '1.1725', optional: true })
  readonly rate?: string;

  @ListField(() => SaleLineBody, { min: 1, max: 5000 }, { description: 'Lines.' })
  readonly lines!: SaleLineBody[];

  @TextField({ description: 'The buyer’s own reference, printed on the invoice.', example: 'PO 4711', optional: true, max: 200 })
  readonly reference?: string;

  @ChoiceField(['sale', 'prepayment', 'late-fee', 'interest'], {
    description: 'What the document is for. Default sale; fees and interest are income of their own and never count as sales.',
    example: 'sale',
    optional: true,
  })
  readonly purpose?: 'sale' | 'prepayment' | 'late-fee' | 'interest';

  @InvoiceIdField({ description: 'The prepayment invoice that this sale settles, or the invoice a fee or interest is about.', optional: true })
  readonly aboutInvoiceId?: string;

  @ChoiceField(['net-first', 'tax-first'], {
    description: 'Prices include tax, and this side of the split is rounded first. Absent: prices do not include tax.',
    example: 'net-first',
    optional: true,
  })
  readonly taxInclusive?: 'net-first' | 'tax-first';

  @PercentField({ description: 'Discount on the whole document, spread over its lines in proportion.', example: '4', optional: true })
  readonly documentDiscountPercent?: string;

  @AmountField('not-negative', { description: 'Or that discount as an amount, with or without tax as the prices are.', example: '10.00', optional: true })
  readonly documentDiscountAmount?: string;

  @IdField({ description: 'Whom the invoice is addressed to; default the customer.', example: '17850', optional: true })
  readonly billToCustomerId?: string;

  @IdField({ description: 'Who pays, and whose account owes it; default the customer.', example: '17850', optional: true })
  readonly payerCustomerId?: string;
}

export class CloseSaleBody extends SaleContentBody {
  @IdField({ description: 'Your id of the sale; it exists once.', example: '536365' })
  readonly saleId!: string;

  @DayField({ description: 'Requested issue date; default the day the sale was concluded. Not in the future.', optional: true })
  readonly issueDate?: string;

  @ChoiceField(['at-once', 'later'], { description: 'at-once: the invoice is issued with the sale; later: the sale waits. Default at-once.', example: 'at-once', optional: true })
  readonly billing?: 'at-once' | 'later';
}

export class CancelSaleBody {
  @IdField({ description: 'Sale; from the path.', example: '536365', filledIn: true })
  readonly saleId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Default today in the entity’s time zone.', optional: true })
  readonly cancelledOn?: string;

  @TextField({ description: 'Why.', example: 'ordered twice', min: 1 })
  readonly reason!: string;
}

export class BillSaleBody {
  @IdField({ description: 'Sale; from the path.', example: '536365', filledIn: true })
  readonly saleId!: string;

  @RequestIdField()
  readonly requestId!: string;

  @DayField({ description: 'Requested issue date; default today in the entity’s time zone. Not in the future.', optional: true })
  readonly issueDate?: string;

  @FlagField({ description: 'Bill it though the credit limit would be exceeded. Default false.', example: false, optional: true })
  readonly overLimit?: boolean;
}

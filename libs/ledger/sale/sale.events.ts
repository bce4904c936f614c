import { Type, type Static } from '@sinclair/typebox';
import { RecognitionRule, ServicePeriod } from '../contract/contract-terms';
import { defineEvent, type EventOf } from '../event-definition';
import {
  Amount, Closed, CurrencyCode, Day, DecimalString, Id,
  OneOf, Rounding, TaxCategory, TaxSummaryRow, Text, Totals,
} from '../wire';

/** A line as the seller's system sent it. Discount: a percentage of, or an amount off, quantity × unit price. */
export const SaleLine = Closed({
  lineId: Id,
  productCode: Type.Optional(Id),
  description: Text,
  quantity: DecimalString,
  unitPrice: DecimalString,
  discountPercent: Type.Optional(DecimalString),
  discountAmount: Type.Optional(Amount),
  taxCategory: TaxCategory,
  /** Percent: "20". */
  taxRate: DecimalString,
  /** Why no tax is charged; needed for reverse charge and exemption. */
  taxNote: Type.Optional(Text),
  /** Days of service, both included, where there is a period. */
  servicePeriod: Type.Optional(ServicePeriod),
  /** When its revenue counts; absent: `at-issue`. */
  recognition: Type.Optional(RecognitionRule),
});
export type SaleLine = Static<typeof SaleLine>;

/** A sale was concluded elsewhere and is ours to bill. The sale id is the seller's own. */
export const SaleClosed = defineEvent(
  'SaleClosed',
  Closed({
    saleId: Id,
    entityId: Id,
    customerId: Id,
    accountId: Id,
    closedOn: Day,
    /** When the goods or services were supplied; default the day the sale was closed. */
    supplyDate: Day,
    currency: CurrencyCode,
    lines: Type.Array(SaleLine, { minItems: 1, maxItems: 5000 }),
    /** The buyer's own reference, printed on the invoice. */
    reference: Type.Optional(Text),
    /** Base units per unit of the currency, as the seller sent it; absent in the base currency. */
    rate: Type.Optional(DecimalString),
    /** `at-once`: billed in the same append; `later`: waits for a later decision. */
    billing: OneOf('at-once', 'later'),
    /** Absent: a sale. A fee or interest is a document of its own and never counts as sales. */
    purpose: Type.Optional(OneOf('sale', 'prepayment', 'late-fee', 'interest')),
    /** Absent: prices do not include tax. Else they do, and this side of the split is rounded first. */
    taxInclusive: Type.Optional(OneOf('net-first', 'tax-first')),
    /** Off the sum of the lines, spread over them in proportion. One of the two. */
    documentDiscountPercent: Type.Optional(DecimalString),
    documentDiscountAmount: Type.Optional(Amount),
    /** Whom the invoice is addressed to, if not the buyer. */
    billToCustomerId: Type.Optional(Id),
    /** The invoice that a fee or interest is about, or the prepayment that this sale settles. */
    aboutInvoiceId: Type.Optional(Id),
    /** It goes beyond the payer's credit limit: told of, or why it waits. Absent: it does not, or there is none. */
    creditLimit: Type.Optional(OneOf('warned', 'blocked')),
  }),
);
export type SaleClosed = EventOf<typeof SaleClosed>;

/** A line's figures after pricing, by line id; what the line says stands in SaleClosed. */
export const PricedLine = Closed({ lineId: Id, net: Amount, tax: Amount });
export type PricedLine = Static<typeof PricedLine>;

/** The sale will be billed by this invoice and no other. Everything that could refuse was decided before. */
export const BillingAssigned = defineEvent(
  'BillingAssigned',
  Closed({
    saleId: Id,
    invoiceId: Id,
    seriesId: Id,
    requestedIssueDate: Day,
    currency: CurrencyCode,
    lines: Type.Array(PricedLine, { minItems: 1, maxItems: 5000 }),
    taxSummary: Type.Array(TaxSummaryRow, { minItems: 1, maxItems: 100 }),
    totals: Totals,
    rounding: Rounding,
    /** Base units per unit of the currency. */
    rate: DecimalString,
    baseCurrency: CurrencyCode,
    /** Revision of the entity's stream whose facts were used. */
    entityRevision: Type.Integer({ minimum: 0 }),
    /** Revision of the customer's stream whose facts were used. */
    customerRevision: Type.Integer({ minimum: 0 }),
    /** The same of the customer the invoice is addressed to. */
    billToRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    /** The billing run that issues the invoice, with whatever else it takes up. Absent: the invoice is this sale's own. */
    runId: Type.Optional(Id),
  }),
);
export type BillingAssigned = EventOf<typeof BillingAssigned>;

/** Every line is zero: there is nothing to invoice, and order-to-cash can say so. */
export const NothingToBill = defineEvent('NothingToBill', Closed({ saleId: Id, reason: Text }));
export type NothingToBill = EventOf<typeof NothingToBill>;

/** The sale was called off before it was billed. After billing it takes a credit note. */
export const SaleCancelled = defineEvent('SaleCancelled', Closed({ saleId: Id, requestId: Id, cancelledOn: Day, reason: Text }));
export type SaleCancelled = EventOf<typeof SaleCancelled>;

export const saleEvents = [SaleClosed, BillingAssigned, NothingToBill, SaleCancelled] as const;
export type SaleEvent = SaleClosed | BillingAssigned | NothingToBill | SaleCancelled;

import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import {
  Amount, BaseAmounts, Closed, Country, CurrencyCode, Day, DecimalString, Id,
  Instalment, OneOf, PersonalFields, Rounding, TaxCategory, TaxSummaryRow, Terms, Text, Totals,
} from '../wire';

/** The seller as printed. */
export const Seller = Closed({
  entityId: Id,
  name: Text,
  street: Type.Optional(Text),
  city: Type.Optional(Text),
  postalCode: Type.Optional(Text),
  country: Country,
  taxId: Type.Optional(Text),
  email: Type.Optional(Text),
});

/** The buyer as printed. */
export const Buyer = Closed({
  customerId: Id,
  kind: OneOf('business', 'person', 'walk-in'),
  country: Country,
  personal: PersonalFields,
});

export const InvoiceLine = Closed({
  lineId: Id,
  saleId: Type.Optional(Id),
  productCode: Type.Optional(Id),
  description: Text,
  quantity: DecimalString,
  unitPrice: DecimalString,
  discountPercent: Type.Optional(DecimalString),
  discountAmount: Type.Optional(Amount),
  /** After discount, before tax. */
  net: Amount,
  tax: Amount,
  taxCategory: TaxCategory,
  taxRate: DecimalString,
  /** When its revenue counts. `at-issue`: wholly on the issue date. */
  recognition: Closed({ rule: Type.Literal('at-issue') }),
  /** Service period, both days included, where there is one. */
  servicePeriod: Type.Optional(Closed({ from: Day, to: Day })),
});

/** A numbered invoice. Number and document are one append: number = first number + revision. */
export const InvoiceIssued = defineEvent(
  'InvoiceIssued',
  Closed({
    invoiceId: Id,
    seriesId: Id,
    number: Type.Integer({ minimum: 1 }),
    /** The number as printed: prefix and padded digits. */
    documentNumber: Type.String({ minLength: 1, maxLength: 40 }),
    entityId: Id,
    customerId: Id,
    accountId: Id,
    issueDate: Day,
    supplyDate: Day,
    taxPointDate: Day,
    currency: CurrencyCode,
    base: BaseAmounts,
    seller: Seller,
    buyer: Buyer,
    terms: Terms,
    instalments: Type.Array(Instalment, { minItems: 1, maxItems: 60 }),
    lines: Type.Array(InvoiceLine, { minItems: 1, maxItems: 5000 }),
    taxSummary: Type.Array(TaxSummaryRow, { minItems: 1, maxItems: 100 }),
    totals: Totals,
    rounding: Rounding,
    /** The sales this invoice bills. */
    saleIds: Type.Array(Id, { minItems: 1, maxItems: 5000 }),
    waysToPay: Type.Array(Closed({ kind: Text, text: Text }), { maxItems: 10 }),
    reference: Type.Optional(Text),
    /** False: never reminded. Frozen from the customer's terms. */
    remind: Type.Boolean(),
  }),
);
export type InvoiceIssued = EventOf<typeof InvoiceIssued>;

export const invoiceRegisterEvents = [InvoiceIssued] as const;
export type InvoiceRegisterEvent = InvoiceIssued;

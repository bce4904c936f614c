import { Type, type Static } from '@sinclair/typebox';
import { RecognitionRule, ServicePeriod } from '../contract/contract-terms';
import { defineEvent, type EventOf } from '../event-definition';
import {
  Amount, BankAccount, BaseAmounts, Closed, Country, CurrencyCode, Day, DecimalString, Id,
  Instalment, Language, OneOf, PersonalFields, Rounding, TaxCategory, TaxSummaryRow, Terms, Text, Totals,
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
  phone: Type.Optional(Text),
  registration: Type.Optional(Text),
});

/** So much revenue counts on a day. */
export const ScheduledRevenue = Closed({ on: Day, amount: Amount });
export type ScheduledRevenue = Static<typeof ScheduledRevenue>;

/** The buyer as printed. */
export const Buyer = Closed({
  customerId: Id,
  kind: OneOf('business', 'person', 'walk-in'),
  country: Country,
  personal: PersonalFields,
});

/**
 * When a line's revenue counts, fixed at issue. `at-issue`: its whole net on the issue date, and nothing else is given.
 * For every other rule net = the amounts of `schedule` + `contractAsset` + `deferred`, each absent part being zero.
 */
export const LineRecognition = Closed({
  rule: RecognitionRule,
  /** Leaves deferred revenue on these days, which rise; a day before the issue date is caught up. */
  schedule: Type.Optional(Type.Array(ScheduledRevenue, { minItems: 1, maxItems: 1200 })),
  /** Was recognised before it was billed: clears the contract asset, which stands at so much base currency. */
  contractAsset: Type.Optional(Amount),
  contractAssetBase: Type.Optional(Amount),
  /** Stays deferred until work or use recognises it. */
  deferred: Type.Optional(Amount),
});
export type LineRecognition = Static<typeof LineRecognition>;

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
  /** Why no tax is charged. */
  taxNote: Type.Optional(Text),
  recognition: LineRecognition,
  /** Service period, both days included, where there is one. */
  servicePeriod: Type.Optional(ServicePeriod),
  /** The contract item it bills. */
  contractId: Type.Optional(Id),
  contractItemId: Type.Optional(Id),
});
export type InvoiceLine = Static<typeof InvoiceLine>;

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
    saleIds: Type.Array(Id, { maxItems: 5000 }),
    /** The contracts it bills. */
    contractIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 5000 })),
    /** The billing run that issued it. */
    runId: Type.Optional(Id),
    /** Absent: a sales invoice. Fees and interest are income of their own. */
    purpose: Type.Optional(OneOf('sale', 'prepayment', 'late-fee', 'interest')),
    aboutInvoiceId: Type.Optional(Id),
    /** Whom it is addressed to, if not the buyer. */
    billTo: Type.Optional(Buyer),
    taxInclusive: Type.Optional(OneOf('net-first', 'tax-first')),
    documentDiscountPercent: Type.Optional(DecimalString),
    documentDiscountAmount: Type.Optional(Amount),
    /** Days of supply over all lines, where it is a period. */
    supplyPeriod: Type.Optional(ServicePeriod),
    waysToPay: Type.Array(Closed({ kind: Text, text: Text }), { maxItems: 10 }),
    reference: Type.Optional(Text),
    /** Where it is to be paid to, for banking apps and electronic invoices. */
    payTo: Type.Optional(BankAccount),
    /** It is written in; absent: English. */
    language: Type.Optional(Language),
    /** Revision of the legal entity whose branding it bears; absent: none. */
    profileRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    /** False: never reminded. Frozen from the customer's terms. */
    remind: Type.Boolean(),
  }),
);
export type InvoiceIssued = EventOf<typeof InvoiceIssued>;

export const invoiceRegisterEvents = [InvoiceIssued] as const;
export type InvoiceRegisterEvent = InvoiceIssued;

import { Type, type Static } from '@sinclair/typebox';
import { ServicePeriod } from '../contract/contract-terms';
import { defineEvent, type EventOf } from '../event-definition';
import {
  Amount, BaseAmounts, Closed, CurrencyCode, Day, DecimalString, Id,
  OneOf, Rounding, TaxCategory, TaxSummaryRow, Text, Totals,
} from '../wire';

/** Why a credit is given; invoice accuracy counts `billing-error` and `price-error`. */
export const CreditReasonCode = OneOf(
  'cancellation', 'returned-goods', 'not-delivered', 'billing-error', 'price-error', 'goodwill', 'discount', 'contract-change',
  'prepayment-settled', 'other',
);

/** A line that comes back or is called off. Quantity and price are positive; the return makes them a credit. */
export const ReturnLine = Closed({
  lineId: Id,
  productCode: Type.Optional(Id),
  description: Text,
  quantity: DecimalString,
  unitPrice: DecimalString,
  taxCategory: TaxCategory,
  taxRate: DecimalString,
  /** The invoice line the sender says it comes from; absent: it is matched. */
  invoiceId: Type.Optional(Id),
  invoiceLineId: Type.Optional(Id),
  /** By amount: so much net off the named invoice line, whatever its quantity. Quantity and unit price are then 1 and this. */
  net: Type.Optional(Amount),
  /** Absent: `delivered`. */
  delivery: Type.Optional(OneOf('undelivered', 'delivered', 'price')),
  /** The days that are not served after all, both included: an undelivered credit takes their revenue. Absent: all that is to come, in proportion. */
  servicePeriod: Type.Optional(ServicePeriod),
});
export type ReturnLine = Static<typeof ReturnLine>;

/** A cancellation or return was received. It exists once per source id and is credited once. */
export const ReturnReceived = defineEvent(
  'ReturnReceived',
  Closed({
    returnId: Id,
    entityId: Id,
    customerId: Id,
    accountId: Id,
    receivedOn: Day,
    currency: CurrencyCode,
    reason: Text,
    reasonCode: Type.Optional(CreditReasonCode),
    /** The whole invoice is cancelled: the credit takes exactly what is left of it and is applied to it at once. */
    cancelsInvoiceId: Type.Optional(Id),
    /** The invoice that the rest of the credit is applied to: the one that settles a prepayment. */
    appliesToInvoiceId: Type.Optional(Id),
    approvalId: Type.Optional(Id),
    lines: Type.Array(ReturnLine, { minItems: 1, maxItems: 5000 }),
  }),
);
export type ReturnReceived = EventOf<typeof ReturnReceived>;

/**
 * A piece of the credit: (part of) a return line, taken from one invoice line, or standing alone.
 * `delivery`: undelivered takes back deferred revenue, delivered takes back revenue, price is an allowance.
 */
export const CreditLine = Closed({
  /** Unique within the credit note. */
  lineId: Id,
  returnLineId: Id,
  productCode: Type.Optional(Id),
  description: Text,
  quantity: DecimalString,
  unitPrice: DecimalString,
  net: Amount,
  tax: Amount,
  taxCategory: TaxCategory,
  taxRate: DecimalString,
  delivery: OneOf('undelivered', 'delivered', 'price'),
  invoiceId: Type.Optional(Id),
  invoiceLineId: Type.Optional(Id),
  /** True: a net was given and no quantity, so none of the invoice line's quantity is taken. */
  byAmount: Type.Optional(Type.Boolean()),
  /** True: the sender named the invoice, so the line is credited there wholly or not at all. Absent: it was matched. */
  named: Type.Optional(Type.Boolean()),
  /**
   * What it takes back of the invoice line's revenue; absent: its net off revenue on the issue date. Net =
   * `fromRevenue` + `fromDeferred` + the amounts of `schedule`.
   */
  recognition: Type.Optional(
    Closed({
      /** Off revenue, on the issue date. */
      fromRevenue: Amount,
      /** Off what would have stayed deferred until work or use recognised it. */
      fromDeferred: Amount,
      /** Off deferred revenue, so that so much less is recognised on these days. */
      schedule: Type.Array(Closed({ on: Day, amount: Amount }), { maxItems: 1200 }),
    }),
  ),
  contractId: Type.Optional(Id),
  contractItemId: Type.Optional(Id),
});
export type CreditLine = Static<typeof CreditLine>;

/** The return will be credited by this credit note and no other. Series and content are frozen here. */
export const ReturnAssigned = defineEvent(
  'ReturnAssigned',
  Closed({
    returnId: Id,
    creditNoteId: Id,
    seriesId: Id,
    accountId: Id,
    requestedIssueDate: Day,
    currency: CurrencyCode,
    lines: Type.Array(CreditLine, { minItems: 1, maxItems: 5000 }),
    taxSummary: Type.Array(TaxSummaryRow, { minItems: 1, maxItems: 100 }),
    totals: Totals,
    rounding: Rounding,
    rate: DecimalString,
    baseCurrency: CurrencyCode,
    entityRevision: Type.Integer({ minimum: 0 }),
    customerRevision: Type.Integer({ minimum: 0 }),
    purpose: Type.Optional(OneOf('sale', 'prepayment', 'late-fee', 'interest')),
    /** Given when all of it is off one invoice: the credits of an invoice take its base amounts back exactly, the last one the rest. */
    base: Type.Optional(BaseAmounts),
  }),
);
export type ReturnAssigned = EventOf<typeof ReturnAssigned>;

export const returnEvents = [ReturnReceived, ReturnAssigned] as const;
export type ReturnEvent = ReturnReceived | ReturnAssigned;

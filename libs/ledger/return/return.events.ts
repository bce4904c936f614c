import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import {
  Amount, Closed, CurrencyCode, Day, DecimalString, Id,
  OneOf, Rounding, TaxCategory, TaxSummaryRow, Text, Totals,
} from '../wire';

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
  /** True: the sender named the invoice, so the line is credited there wholly or not at all. Absent: it was matched. */
  named: Type.Optional(Type.Boolean()),
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
  }),
);
export type ReturnAssigned = EventOf<typeof ReturnAssigned>;

export const returnEvents = [ReturnReceived, ReturnAssigned] as const;
export type ReturnEvent = ReturnReceived | ReturnAssigned;

import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Buyer, Seller } from '../invoice-register/invoice.events';
import { CreditLine } from '../return/return.events';
import { BaseAmounts, Closed, CurrencyCode, Day, Id, Rounding, TaxSummaryRow, Text, Totals } from '../wire';

/** A numbered credit note. All amounts are positive: the document itself says that they are a credit. */
export const CreditNoteIssued = defineEvent(
  'CreditNoteIssued',
  Closed({
    creditNoteId: Id,
    seriesId: Id,
    number: Type.Integer({ minimum: 1 }),
    documentNumber: Type.String({ minLength: 1, maxLength: 40 }),
    entityId: Id,
    customerId: Id,
    accountId: Id,
    returnId: Id,
    issueDate: Day,
    taxPointDate: Day,
    currency: CurrencyCode,
    base: BaseAmounts,
    seller: Seller,
    buyer: Buyer,
    reason: Text,
    lines: Type.Array(CreditLine, { minItems: 1, maxItems: 5000 }),
    taxSummary: Type.Array(TaxSummaryRow, { minItems: 1, maxItems: 100 }),
    totals: Totals,
    rounding: Rounding,
  }),
);
export type CreditNoteIssued = EventOf<typeof CreditNoteIssued>;

export const creditNoteRegisterEvents = [CreditNoteIssued] as const;
export type CreditNoteRegisterEvent = CreditNoteIssued;

import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Buyer, Seller } from '../invoice-register/invoice.events';
import { CreditLine, CreditReasonCode } from '../return/return.events';
import { BaseAmounts, Closed, CurrencyCode, Day, Id, Language, OneOf, Rounding, TaxSummaryRow, Text, Totals } from '../wire';

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
    reasonCode: Type.Optional(CreditReasonCode),
    /** The invoice it cancels as a whole. */
    cancelsInvoiceId: Type.Optional(Id),
    /** That of the invoice it credits; absent: a sales invoice. */
    purpose: Type.Optional(OneOf('sale', 'prepayment', 'late-fee', 'interest')),
    approvalId: Type.Optional(Id),
    lines: Type.Array(CreditLine, { minItems: 1, maxItems: 5000 }),
    taxSummary: Type.Array(TaxSummaryRow, { minItems: 1, maxItems: 100 }),
    totals: Totals,
    rounding: Rounding,
    /** As on an invoice. */
    language: Type.Optional(Language),
    profileRevision: Type.Optional(Type.Integer({ minimum: 0 })),
  }),
);
export type CreditNoteIssued = EventOf<typeof CreditNoteIssued>;

export const creditNoteRegisterEvents = [CreditNoteIssued] as const;
export type CreditNoteRegisterEvent = CreditNoteIssued;

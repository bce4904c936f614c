import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { BaseAmounts, Closed, CurrencyCode, Day, Id, Instalment, OneOf, TaxSummaryRow, Totals } from '../wire';

/** An invoice issued elsewhere. It keeps its own number and dates and never enters our registers. */
export const ExternalInvoiceRecorded = defineEvent(
  'ExternalInvoiceRecorded',
  Closed({
    /** Ours, made from source and number. */
    invoiceId: Id,
    source: Id,
    documentNumber: Id,
    /** `history`: posts revenue and tax on its own date; `opening`: posts against the opening balance. */
    mode: OneOf('history', 'opening'),
    entityId: Id,
    customerId: Id,
    accountId: Id,
    issueDate: Day,
    currency: CurrencyCode,
    base: BaseAmounts,
    instalments: Type.Array(Instalment, { minItems: 1, maxItems: 60 }),
    taxSummary: Type.Array(TaxSummaryRow, { maxItems: 100 }),
    totals: Totals,
    remind: Type.Boolean(),
  }),
);
export type ExternalInvoiceRecorded = EventOf<typeof ExternalInvoiceRecorded>;

export const externalInvoiceEvents = [ExternalInvoiceRecorded] as const;
export type ExternalInvoiceEvent = ExternalInvoiceRecorded;

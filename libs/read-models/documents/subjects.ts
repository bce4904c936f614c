import type { LedgerEvent } from '#ledger';

export type SubjectKind = 'invoice' | 'credit-note' | 'payment' | 'sale' | 'return';

export const subjectOf = (kind: SubjectKind, id: string): string => `${kind}:${id}`;

const allocated = (data: { source: { kind: 'receipt' | 'credit'; id: string }; items: readonly { invoiceId: string }[] }): string[] => [
  subjectOf(data.source.kind === 'receipt' ? 'payment' : 'credit-note', data.source.id),
  ...data.items.map((item) => subjectOf('invoice', item.invoiceId)),
];

/** What an event speaks of, beside the account or customer whose stream holds it anyway. */
export function subjectsOf({ type, data }: LedgerEvent): string[] {
  switch (type) {
    case 'SaleClosed':
    case 'NothingToBill':
    case 'SaleCancelled':
      return [subjectOf('sale', data.saleId)];
    case 'BillingAssigned':
      return [subjectOf('sale', data.saleId), subjectOf('invoice', data.invoiceId)];
    case 'InvoiceIssued':
      return [subjectOf('invoice', data.invoiceId), ...data.saleIds.map((saleId) => subjectOf('sale', saleId))];
    case 'ExternalInvoiceRecorded':
    case 'InvoiceEntered':
    case 'DisputeOpened':
    case 'DisputeResolved':
    case 'ReminderSkipped':
      return [subjectOf('invoice', data.invoiceId)];
    case 'ReminderDue':
      return [...new Set(data.items.map((item) => subjectOf('invoice', item.invoiceId)))];
    case 'ReturnReceived':
      return [subjectOf('return', data.returnId)];
    case 'ReturnAssigned':
    case 'CreditNoteRequested':
    case 'CreditNoteRefused':
      return [subjectOf('return', data.returnId), subjectOf('credit-note', data.creditNoteId)];
    case 'CreditNoteIssued': {
      const invoices = data.lines.flatMap((line) => (line.invoiceId === undefined ? [] : [subjectOf('invoice', line.invoiceId)]));
      return [subjectOf('return', data.returnId), subjectOf('credit-note', data.creditNoteId), ...new Set(invoices)];
    }
    case 'CreditNoteEntered':
      return [subjectOf('credit-note', data.creditNoteId)];
    case 'PaymentReceived':
    case 'PaymentIdentified':
    case 'PaymentIdentificationReversed':
    case 'PaymentReversed':
    case 'PaymentEntered':
    case 'PaymentReleased':
    case 'PaymentReversalEntered':
      return [subjectOf('payment', data.paymentId)];
    case 'PaymentAllocated':
    case 'AllocationReversed':
      return [...new Set(allocated(data))];
    default:
      return [];
  }
}

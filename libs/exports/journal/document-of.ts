import type { LedgerEvent } from '#ledger';

/** The field that holds the number of the document, or the id of the act, by event. */
const documentFields: Partial<Record<LedgerEvent['type'], string>> = {
  InvoiceIssued: 'documentNumber',
  CreditNoteIssued: 'documentNumber',
  ExternalInvoiceRecorded: 'documentNumber',
  PaymentReceived: 'paymentId',
  PaymentIdentified: 'paymentId',
  PaymentIdentificationReversed: 'paymentId',
  PaymentReversed: 'paymentId',
  PaymentAllocated: 'allocationId',
  AllocationReversed: 'allocationId',
  DeductionAccepted: 'deductionId',
  DeductionReversed: 'deductionId',
  InvoiceWrittenOff: 'writeOffId',
  WriteOffReversed: 'writeOffId',
  BadDebtTaxRelieved: 'writeOffId',
  RefundPaid: 'refundId',
  RefundReturned: 'refundId',
  ReversalDebitRaised: 'debitId',
  ReversalDebitWithdrawn: 'debitId',
};

/** Number of the document, or id of the act, behind an entry; empty when it has none that a bookkeeper would look for. */
export function documentOf(fact: LedgerEvent): string {
  const field = documentFields[fact.type];
  const value = field === undefined ? undefined : (fact.data as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : '';
}

/** The day on a document, where it differs from the day its entry counts: a schedule fixed at issue counts later. */
export function documentDateOf(fact: LedgerEvent): string | null {
  switch (fact.type) {
    case 'InvoiceIssued':
    case 'CreditNoteIssued':
    case 'ExternalInvoiceRecorded':
      return fact.data.issueDate;
    default:
      return null;
  }
}

/** The open items whose receivable an event moves. */
export function itemsMoved(fact: LedgerEvent): readonly string[] {
  switch (fact.type) {
    case 'InvoiceIssued':
    case 'ExternalInvoiceRecorded':
    case 'DeductionAccepted':
    case 'DeductionReversed':
      return [fact.data.invoiceId];
    case 'PaymentAllocated':
    case 'AllocationReversed':
    case 'InvoiceWrittenOff':
    case 'WriteOffReversed':
      return fact.data.items.map(({ invoiceId }) => invoiceId);
    case 'ReversalDebitRaised':
    case 'ReversalDebitWithdrawn':
      return [fact.data.debitId];
    default:
      return [];
  }
}

import type { DeliverySent, LedgerEvent } from '#ledger';

export type SubjectKind = 'invoice' | 'credit-note' | 'payment' | 'sale' | 'return';

export const subjectOf = (kind: SubjectKind, id: string): string => `${kind}:${id}`;

const allocated = (data: { source: { kind: 'receipt' | 'credit'; id: string }; items: readonly { invoiceId: string }[] }): string[] => [
  subjectOf(data.source.kind === 'receipt' ? 'payment' : 'credit-note', data.source.id),
  ...data.items.map((item) => subjectOf('invoice', item.invoiceId)),
];

type SubjectsOf = { readonly [Type in LedgerEvent['type']]?: (data: Extract<LedgerEvent, { type: Type }>['data']) => string[] };

/** A statement is about an account as a whole, which its fact names anyway. */
const deliveredSubjects = { invoice: 'invoice', 'credit-note': 'credit-note', receipt: 'payment' } as const;
const delivered = (documentKind: keyof typeof deliveredSubjects | 'statement' | undefined, documentId: string): string[] =>
  documentKind === undefined || documentKind === 'statement' ? [] : [subjectOf(deliveredSubjects[documentKind], documentId)];
const outcome = ({ documentKind, documentId }: Pick<DeliverySent['data'], 'documentKind' | 'documentId'>): string[] => delivered(documentKind, documentId);

const sale = ({ saleId }: { saleId: string }): string[] => [subjectOf('sale', saleId)];
const invoice = ({ invoiceId }: { invoiceId: string }): string[] => [subjectOf('invoice', invoiceId)];
const payment = ({ paymentId }: { paymentId: string }): string[] => [subjectOf('payment', paymentId)];
const returned = ({ returnId }: { returnId: string }): string[] => [subjectOf('return', returnId)];
const creditNote = ({ creditNoteId }: { creditNoteId: string }): string[] => [subjectOf('credit-note', creditNoteId)];

const refunded = ({ source }: { source: { kind: 'receipt' | 'credit'; id: string } }): string[] => [
  subjectOf(source.kind === 'receipt' ? 'payment' : 'credit-note', source.id),
];
const debited = ({ paymentId, debitId }: { paymentId: string; debitId: string }): string[] => [subjectOf('payment', paymentId), subjectOf('invoice', debitId)];

/** What an event speaks of, beside the account or customer whose stream holds it anyway. */
const subjectTable: SubjectsOf = {
  SaleClosed: sale,
  NothingToBill: sale,
  SaleCancelled: sale,
  BillingAssigned: (data) => [...sale(data), ...invoice(data)],
  InvoiceIssued: (data) => [...invoice(data), ...data.saleIds.map((saleId) => subjectOf('sale', saleId))],
  ExternalInvoiceRecorded: invoice,
  InvoiceEntered: invoice,
  DisputeOpened: invoice,
  DisputeResolved: invoice,
  ReminderSkipped: invoice,
  ReminderDue: ({ items }) => items.flatMap(invoice),
  ReturnReceived: returned,
  ReturnAssigned: (data) => [...returned(data), ...creditNote(data)],
  CreditNoteRequested: (data) => [...returned(data), ...creditNote(data)],
  CreditNoteRefused: (data) => [...returned(data), ...creditNote(data)],
  CreditNoteIssued: (data) => {
    const invoices = data.lines.flatMap(({ invoiceId }) => (invoiceId === undefined ? [] : [subjectOf('invoice', invoiceId)]));
    return [...returned(data), ...creditNote(data), ...invoices];
  },
  CreditNoteEntered: creditNote,
  PaymentReceived: payment,
  PaymentIdentified: payment,
  PaymentIdentificationReversed: payment,
  PaymentReversed: payment,
  PaymentEntered: payment,
  PaymentReleased: payment,
  PaymentReversalEntered: payment,
  PaymentAllocated: allocated,
  ContractBillingAssigned: invoice,
  InvoicePlanned: invoice,
  DeductionAccepted: invoice,
  DeductionReversed: invoice,
  InvoiceWrittenOff: ({ items }) => items.flatMap(invoice),
  WriteOffReversed: ({ items }) => items.flatMap(invoice),
  RefundRequested: refunded,
  RefundPaid: refunded,
  RefundReturned: refunded,
  ReversalDebitRaised: debited,
  ReversalDebitWithdrawn: debited,
  AllocationReversed: allocated,
  DeliveryDue: ({ kind, documentId }) => delivered(kind, documentId),
  DeliverySent: outcome,
  DeliveryFailed: outcome,
  DeliveryBounced: outcome,
  DeliveryResolved: outcome,
  DocumentOpened: outcome,
};

/** Each subject once. */
export function subjectsOf({ type, data }: LedgerEvent): ReadonlySet<string> {
  // The table pairs each type with its own data; the pairing is lost when it is read by a union of types.
  const subjects = subjectTable[type] as ((data: LedgerEvent['data']) => string[]) | undefined;
  return new Set(subjects?.(data));
}

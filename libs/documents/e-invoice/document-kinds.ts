import type { CreditNoteIssued, InvoiceIssued } from '#ledger';

/** An invoice that a document refers to: the one it credits, or the one a late charge is about. */
export interface ReferredInvoice {
  readonly invoiceId: string;
  readonly documentNumber: string;
  readonly issueDate?: string;
  /** Why its lines bear no tax; a credit note says the same. */
  readonly taxNotes?: readonly TaxNote[];
}

export interface TaxNote {
  readonly category: string;
  readonly note: string;
}

/** What an electronic invoice is made of: the fact as it was frozen, and the numbers of the invoices it names by id. */
export type DocumentToSend =
  | { readonly kind: 'invoice'; readonly data: InvoiceIssued['data']; readonly refersTo?: readonly ReferredInvoice[] }
  | { readonly kind: 'credit-note'; readonly data: CreditNoteIssued['data']; readonly refersTo?: readonly ReferredInvoice[] };

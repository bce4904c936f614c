import type { CreditNoteIssued, EntityConfiguration, InvoiceIssued } from '#ledger';

/** What a document bears of its legal entity besides what its event froze: the configuration at the revision that the event names. */
export type DocumentProfile = Pick<
  EntityConfiguration,
  'name' | 'street' | 'city' | 'postalCode' | 'country' | 'taxId' | 'email' | 'phone' | 'registration' | 'bankAccount' | 'waysToPay' | 'branding' | 'language'
>;

/** Whom a letter is addressed to. */
export interface Addressee {
  readonly customerId: string;
  readonly country: string;
  readonly personal: InvoiceIssued['data']['buyer']['personal'];
}

export interface InvoiceDocument {
  readonly issued: InvoiceIssued['data'];
  readonly profile: DocumentProfile;
}

export interface CreditNoteDocument {
  readonly issued: CreditNoteIssued['data'];
  readonly profile: DocumentProfile;
  /** Document numbers of the invoices that its lines credit, by invoice id; one that is missing is shown by its id. */
  readonly invoiceNumbers: ReadonlyMap<string, string>;
}

/** That money came in, and what it paid. Amounts are fixed-scale strings in `currency`. */
export interface ReceiptDocument {
  readonly profile: DocumentProfile;
  readonly language: string;
  readonly customer: Addressee;
  readonly paymentId: string;
  readonly receivedOn: string;
  readonly method: string;
  readonly reference?: string;
  readonly currency: string;
  readonly amount: string;
  /** Its day lay ahead when it was taken in (a post-dated cheque): it counts from there. */
  readonly isPostDated?: true;
  readonly paid: readonly { readonly documentNumber: string; readonly allocatedOn: string; readonly amount: string }[];
  /** What was taken from it since (negative) or given back; `kind` as in the statement report. */
  readonly changes: readonly { readonly kind: 'payment-reversed' | 'payment-released' | 'refund' | 'reversal-debit'; readonly on: string; readonly amount: string }[];
  /** Whether thanks are due for it. */
  readonly standing: 'stands' | 'part-taken-back' | 'taken-back' | 'moved';
  /** What is kept for the customer. */
  readonly unapplied: string;
}

export interface StatementDocument {
  readonly profile: DocumentProfile;
  readonly language: string;
  readonly customer: Addressee;
  readonly accountId: string;
  readonly from: string;
  readonly asOf: string;
  /** One per currency. */
  readonly sections: readonly {
    readonly currency: string;
    readonly opening: string;
    /** `kind` as in the statement report. */
    readonly lines: readonly { readonly date: string; readonly kind: string; readonly documentNumber: string; readonly amount: string; readonly balance: string }[];
    readonly closing: string;
    readonly openItems: readonly { readonly documentNumber: string; readonly issueDate: string; readonly dueDate: string; readonly open: string }[];
  }[];
}

export interface ReminderDocument {
  readonly profile: DocumentProfile;
  readonly language: string;
  readonly customer: Addressee;
  readonly reminderId: string;
  readonly runDate: string;
  readonly level: 'reminder' | 'notice' | 'final-notice';
  readonly currency: string;
  readonly items: readonly { readonly documentNumber: string; readonly instalment: number; readonly dueDate: string; readonly openAmount: string }[];
  /** Charged with the letter, by an invoice of its own. */
  readonly fee?: { readonly currency: string; readonly amount: string };
}

export interface PdfOptions {
  /** The XML of the electronic invoice that the PDF carries inside it as Factur-X; it then is PDF/A-3b. */
  readonly facturX?: string;
}

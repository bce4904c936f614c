import type { MailAttachment } from '#delivery';
import type { CreditNoteIssued, InvoiceIssued, PaymentReceived } from '#ledger';

/** A document of the ledger, by the fact that made it. */
export type IssuedDocument = InvoiceIssued | CreditNoteIssued | PaymentReceived;

/**
 * Makes the files that go with a message, from the frozen data of the document: the same bytes every time. The first
 * one is the PDF.
 */
export interface DocumentSource {
  filesOf(document: IssuedDocument, wish: { readonly eInvoice?: 'ubl' | 'cii' | 'factur-x'; readonly language: string }): Promise<readonly MailAttachment[]>;
}

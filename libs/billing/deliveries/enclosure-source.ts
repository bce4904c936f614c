import type { MailAttachment } from '#delivery';
import type { Checked, CreditNoteIssued, InvoiceIssued, PaymentReceived } from '#ledger';
import type { DocumentDesk, InvoiceFormat, MadeDocument } from '../documents';

/** A statement of account from a day to a day, both included, as it is asked for. */
export interface StatementWanted {
  readonly type: 'StatementWanted';
  readonly data: { readonly accountId: string; readonly from: string; readonly asOf: string };
}

/** A document of the ledger, by the fact that made it; a statement by what it covers. */
export type IssuedDocument = InvoiceIssued | CreditNoteIssued | PaymentReceived | StatementWanted;

/** What goes with an invoice or credit note besides its PDF; `factur-x` is inside it. */
export interface EnclosureWish {
  readonly eInvoice?: 'ubl' | 'cii' | 'factur-x';
}

/**
 * Makes the files that go with a message, from the frozen data of the document: the same bytes every time; a statement
 * says what the books say now. The first file is the PDF. What cannot be made is refused, and nothing is claimed.
 */
export interface EnclosureSource {
  filesOf(document: IssuedDocument, wish: EnclosureWish): Promise<Checked<readonly MailAttachment[]>>;
}

/** Takes the files from the desk that makes every document. */
export const enclosuresOf = (desk: DocumentDesk): EnclosureSource => ({
  filesOf: async ({ type, data }, { eInvoice }) => {
    switch (type) {
      case 'InvoiceIssued':
        return inFormats(eInvoice, (format) => desk.invoice(data.invoiceId, format));
      case 'CreditNoteIssued':
        return inFormats(eInvoice, (format) => desk.creditNote(data.creditNoteId, format));
      case 'PaymentReceived':
        return inFormats(undefined, () => desk.receipt(data.paymentId));
      case 'StatementWanted':
        return inFormats(undefined, () => desk.statement(data));
    }
  },
});

async function inFormats(eInvoice: EnclosureWish['eInvoice'], make: (format: InvoiceFormat) => Promise<Checked<MadeDocument>>): Promise<Checked<readonly MailAttachment[]>> {
  const formats: readonly InvoiceFormat[] = eInvoice === undefined ? ['pdf'] : eInvoice === 'factur-x' ? [eInvoice] : ['pdf', eInvoice];
  const files: MailAttachment[] = [];
  for (const format of formats) {
    const made = await make(format);
    if (!made.ok) {
      return made;
    }
    files.push(attachmentOf(made.value));
  }
  return { ok: true, value: files };
}

export const attachmentOf = ({ fileName, contentType, bytes }: MadeDocument): MailAttachment => ({ filename: fileName, contentType, content: bytes });

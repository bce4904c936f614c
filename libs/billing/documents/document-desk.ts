import { eInvoiceXml, renderCreditNote, renderInvoice, type DocumentToSend, type PdfOptions } from '#documents';
import { refusal, type Checked } from '#ledger';
import { DocumentFacts, notFound, passed, type DocumentSource } from './document-facts';
import { makeReceipt } from './make-receipt';
import { makeReminder } from './make-reminder';
import { makeStatement, type StatementAsked } from './make-statement';
import { pdfDocument, xmlDocument, type InvoiceFormat, type MadeDocument } from './made-document';

/** A ledger sequence, or a time in milliseconds. */
export type DocumentKnownAt = { readonly sequence: number } | { readonly time: number };

/**
 * From an id to the bytes of a document. Invoices and credit notes are made of what was frozen when they were issued,
 * and of the branding of that moment, letters of what was known when they were claimed: the same bytes every time,
 * until the buyer is erased. Receipts and statements say what is known now, or was known at a moment: the same bytes
 * for the same sequence.
 */
export class DocumentDesk {
  private readonly facts: DocumentFacts;

  constructor(private readonly source: DocumentSource) {
    this.facts = new DocumentFacts(source);
  }

  /** By invoice id, else by number. Invoices issued elsewhere have no document here. */
  async invoice(idOrNumber: string, format: InvoiceFormat = 'pdf'): Promise<Checked<MadeDocument>> {
    const record = await this.source.lookups.findInvoice(idOrNumber);
    if (record === undefined) {
      return notFound('invoice', idOrNumber);
    }
    if (record.origin !== 'register') {
      const message = `invoice ${record.documentNumber} was not issued here, so its document is not on record. Ask the system it was issued by.`;
      return { ok: false, refusal: refusal('conflict', 'DOCUMENT.ISSUED_ELSEWHERE', message, { invoiceId: record.invoiceId, origin: record.origin }) };
    }
    const issued = await this.facts.invoiceAt(record.stream, record.revision);
    const print = async (options?: PdfOptions): Promise<Uint8Array> => renderInvoice({ issued, profile: await this.facts.profileOf(issued) }, options);
    return this.inFormat(format, print, async () => ({ kind: 'invoice', data: issued, refersTo: await this.facts.referred([issued.aboutInvoiceId]) }));
  }

  /** By credit note id, else by number. */
  async creditNote(idOrNumber: string, format: InvoiceFormat = 'pdf'): Promise<Checked<MadeDocument>> {
    const record = await this.source.lookups.findCreditNote(idOrNumber);
    if (record === undefined) {
      return notFound('credit note', idOrNumber);
    }
    const issued = await this.facts.creditNoteAt(record.stream, record.revision);
    const refersTo = await this.facts.referred([issued.cancelsInvoiceId, ...issued.lines.map(({ invoiceId }) => invoiceId)]);
    const invoiceNumbers = new Map(refersTo.map(({ invoiceId, documentNumber }) => [invoiceId, documentNumber]));
    const print = async (options?: PdfOptions): Promise<Uint8Array> => renderCreditNote({ issued, profile: await this.facts.profileOf(issued), invoiceNumbers }, options);
    return this.inFormat(format, print, () => Promise.resolve({ kind: 'credit-note', data: issued, refersTo }));
  }

  /** That a payment came in and what it paid: of one account, by default the first it was identified for. */
  receipt(paymentId: string, accountId?: string, knownAt?: DocumentKnownAt): Promise<Checked<MadeDocument>> {
    return this.whenKnown(knownAt, (facts) => makeReceipt(this.source, facts, { paymentId, ...(accountId === undefined ? {} : { accountId }) }));
  }

  /** Activity and open items of an account, from a day to a day, both included. */
  statement(asked: StatementAsked, knownAt?: DocumentKnownAt): Promise<Checked<MadeDocument>> {
    return this.whenKnown(knownAt, (facts) => makeStatement(this.source, facts, asked));
  }

  /** The letter that was claimed under this id. */
  reminder(reminderId: string): Promise<Checked<MadeDocument>> {
    return makeReminder(this.source, this.facts, reminderId);
  }

  private async whenKnown(knownAt: DocumentKnownAt | undefined, make: (facts: DocumentFacts) => Promise<Checked<MadeDocument>>): Promise<Checked<MadeDocument>> {
    if (knownAt === undefined) {
      return make(this.facts);
    }
    const { sequence: last } = await this.source.lookups.sequenceAt(Number.MAX_SAFE_INTEGER);
    const sequence = 'sequence' in knownAt ? knownAt.sequence : (await this.source.lookups.sequenceAt(knownAt.time)).sequence;
    if (sequence > last) {
      const message = `facts are known up to sequence ${last}, not yet ${sequence}. Ask for ${last} or earlier, or wait until it is reached.`;
      return { ok: false, refusal: refusal('invalid', 'DOCUMENT.NOT_YET_KNOWN', message, { sequence, last }) };
    }
    return make(this.facts.asKnownAt(sequence));
  }

  private async inFormat(format: InvoiceFormat, print: (options?: PdfOptions) => Promise<Uint8Array>, toSend: () => Promise<DocumentToSend>): Promise<Checked<MadeDocument>> {
    const document = await toSend();
    const { documentNumber } = document.data;
    if (format === 'pdf') {
      return passed(pdfDocument(documentNumber, await print()));
    }
    const xml = eInvoiceXml(document, format === 'ubl' ? 'ubl' : 'cii');
    if (!xml.ok) {
      return xml;
    }
    return passed(format === 'factur-x' ? pdfDocument(documentNumber, await print({ facturX: xml.value })) : xmlDocument(documentNumber, xml.value));
  }
}

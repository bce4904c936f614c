import { createHash } from 'node:crypto';

export type InvoiceFormat = 'pdf' | 'ubl' | 'cii' | 'factur-x';
export const invoiceFormats: readonly InvoiceFormat[] = ['pdf', 'ubl', 'cii', 'factur-x'];

/** A document as it goes out. */
export interface MadeDocument {
  readonly bytes: Uint8Array;
  readonly contentType: 'application/pdf' | 'application/xml';
  /** Safe on every system, in a header and as the name of an attachment: letters, digits, `.`, `_` and `-`, beginning with a letter or digit. */
  readonly fileName: string;
}

export const pdfDocument = (name: string, bytes: Uint8Array): MadeDocument => ({ bytes, contentType: 'application/pdf', fileName: `${safeFileName(name)}.pdf` });

export const xmlDocument = (name: string, xml: string): MadeDocument => ({
  bytes: Buffer.from(xml, 'utf8'),
  contentType: 'application/xml',
  fileName: `${safeFileName(name)}.xml`,
});

const nameMax = 80;

/**
 * A name as a file may bear it. One that has to be changed is told apart from others that would look the same by a part
 * of its hash.
 */
export function safeFileName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[^A-Za-z0-9]+/, '').slice(0, nameMax) || 'document';
  return safe === name ? safe : `${safe}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

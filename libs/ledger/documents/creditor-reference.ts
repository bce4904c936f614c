import { mod97 } from './check-digits';

/** ISO 11649: `RF`, two check digits, up to 21 letters and digits. */
const grammar = /^RF\d{2}[0-9A-Z]{1,21}$/;

/**
 * The reference by which payers name a document so that machines can read it, made from the document number: its
 * letters and digits. Null when the number has none, or more than 21. Two numbers that differ in other signs only share
 * a reference.
 */
export function creditorReference(documentNumber: string): string | null {
  const body = documentNumber.toUpperCase().replace(/[^0-9A-Z]/g, '');
  if (body.length === 0 || body.length > 21) {
    return null;
  }
  const check = 98 - mod97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** What a payer writes for a document, in groups of four: its creditor reference, or its number where it has none. */
export const paymentReference = (documentNumber: string): string => creditorReference(documentNumber)?.replace(/(.{4})(?=.)/g, '$1 ') ?? documentNumber;

/** Whether a text, spaces aside, is a creditor reference with the right check digits. */
export function isCreditorReference(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return grammar.test(plain) && mod97(`${plain.slice(4)}${plain.slice(0, 4)}`) === 1;
}

import { isCreditorReference } from '../documents/creditor-reference';
import { plainText } from './number-atoms';

/** Stands where something was that is no document number; nothing is read across it. */
export const barrier = '\u00A7';

const foreignWords =
  'ORDERS?|BESTELL\\w*|AUFTRAG\\w*|AUFTR|KUNDEN?\\w*|KD|KDNR|CUSTOMER|CUST|CLIENT|PO|PURCHASE|VERTRAG\\w*|CONTRACT|CONTRAT|MANDAT\\w*|MANDATE|MREF|CRED|STEUER\\w*|VAT|TAX|UST\\w*|' +
  'KONTO\\w*|ACCOUNT|ACCT|BLZ|BIC|IBAN|LIEFERSCHEIN\\w*|DELIVERY|COMMANDE|TEL|TELEFON|PHONE|FON|FAX|MOBIL\\w*|MOBILE|PLZ|DATUM|DATE|BETRAG|AMOUNT';

/** Each is bounded or linear: the text may be hostile. */
const noNumbers: readonly RegExp[] = [
  // Dates.
  /(?<![0-9])(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:(?:19|20)\d\d|\d\d)(?![0-9])/g,
  /(?<![0-9])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![0-9-])/g,
  // Telephone numbers written internationally.
  /\+\d[\d ()/-]{5,20}/g,
  // Amounts with two decimals.
  /(?<![0-9])\d{1,9}(?:[.,' ]\d{3}){0,3}[.,]\d\d(?![0-9])/g,
  // Numbers that somebody else gave: orders, customers, contracts, telephones.
  new RegExp(`(?<![A-Z])(?:${foreignWords})(?![A-Z])[ .:#-]{0,3}(?:(?:NR|NO|NUMBER|NUMMER|NUM|ID)(?![A-Z])[ .:#-]{0,3})?[A-Z]{0,6}[ -]?\\d[\\d /.-]{0,30}`, 'g'),
];

const ibanLike = /(?<![0-9A-Z])[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Z])/g;
const referenceLike = /(?<![0-9A-Z])RF ?\d ?\d(?: ?[0-9A-Z]){1,21}/g;

export interface ReadText {
  /** What document numbers are looked for in. */
  readonly text: string;
  /** Texts that begin like a creditor reference, without blanks; the words behind it may still hang on. */
  readonly references: readonly string[];
}

/** Sets aside what is no document number though it has digits: references, bank accounts, dates, amounts, order and telephone numbers. */
export function readText(raw: string): ReadText {
  const references: string[] = [];
  let text = plainText(raw).replaceAll(barrier, ' ');
  text = text.replace(referenceLike, (found) => {
    references.push(found.replace(/ /g, ''));
    return barrier;
  });
  text = text.replace(ibanLike, (found) => (/\d{6}/.test(found.replace(/ /g, '')) ? barrier : found));
  for (const grammar of noNumbers) text = text.replace(grammar, barrier);
  return { text, references };
}

/** The references that a text may mean which begins like one: whole, or cut where the words behind it begin. Longest first. */
export function validReferences(text: string): readonly string[] {
  const found: string[] = [];
  for (let length = Math.min(text.length, 25); length > 4; length -= 1) {
    const part = text.slice(0, length);
    if (isCreditorReference(part)) found.push(part);
  }
  return found;
}

import type { Currency } from '#money';
import { refuseFile, shown } from '../bank-file-refused';
import type { StatementLineDraft } from '../bank-statement';
import { cleanText } from '../clean-text';
import { amountText } from '../file-amount';
import { isoDay } from '../file-day';
import type { XmlElement } from '../xml/xml-element';
import { accountMinor, signOf, statedAmount } from './camt-amount';
import { camtLine, chargesMinor, type EntryFrame } from './camt-line';

/** Entries that have not happened, or only inform: the statement's balances do not hold them. */
const notBooked: ReadonlySet<string> = new Set(['PDNG', 'INFO', 'FUTR']);

/** The lines of one entry: none while it is pending, one, or one for each part of a batch booking. */
export function entryLines(entry: XmlElement, account: Currency, ownAccount: string): readonly StatementLineDraft[] {
  if (!isBooked(entry)) {
    return [];
  }
  const total = signOf(entry) * accountMinor(statedAmount(entry.require('Amt')), account);
  const frame: EntryFrame = { entry, account, ownAccount, ...daysOf(entry) };
  const bankReference = cleanText(entry.text('AcctSvcrRef'));
  const parts = entry.all('NtryDtls').flatMap((group) => group.all('TxDtls'));
  const [only] = parts;
  if (parts.length <= 1) {
    return [camtLine(frame, only, total, bankReference ?? cleanText(only?.text('Refs', 'AcctSvcrRef')))];
  }
  const amounts = partAmounts(entry, parts, account, total);
  // Parts of which nobody says how much of the account's money they are cannot be told apart: the entry is one line.
  return amounts === undefined
    ? [{ ...camtLine(frame, undefined, total, bankReference), personal: { text: textOfAll(frame, parts) } }]
    : linesOfParts(frame, parts, amounts, bankReference);
}

function isBooked(entry: XmlElement): boolean {
  const status = entry.text('Sts', 'Cd') ?? entry.text('Sts') ?? entry.text('Sts', 'Prtry');
  if (status === 'BOOK') {
    return true;
  }
  return status !== undefined && notBooked.has(status)
    ? false
    : refuseFile('ENTRY.STATUS', `The entry's status is ${status === undefined ? 'missing' : shown(status)}; BOOK, PDNG, INFO and FUTR are known.`, { path: `${entry.path}/Sts` });
}

function daysOf(entry: XmlElement): { readonly bookedOn: string; readonly valueDate: string } {
  const [booked, value] = ['BookgDt', 'ValDt'].map((name) => {
    const text = entry.text(name, 'Dt') ?? entry.text(name, 'DtTm');
    return text === undefined ? undefined : isoDay(text, { path: `${entry.path}/${name}` });
  });
  const bookedOn = booked ?? value ?? refuseFile('FILE.INCOMPLETE', 'The entry has neither a booking date nor a value date.', { path: entry.path });
  return { bookedOn, valueDate: value ?? bookedOn };
}

/**
 * Signed amounts of the parts in the account's currency, which must make the entry; undefined where a part states none
 * in that currency. Banks state parts before or after their charges: either may add up.
 */
function partAmounts(entry: XmlElement, parts: readonly XmlElement[], account: Currency, total: bigint): readonly bigint[] | undefined {
  const gross = parts.map((part) => partMinor(part, account));
  if (!gross.every((minor) => minor !== undefined)) {
    return undefined;
  }
  const signs = parts.map((part) => signOf(part, total < 0n ? -1n : 1n));
  const signed = gross.map((minor, index) => minor * (signs[index] ?? 1n));
  const afterCharges = signed.map((minor, index) => minor - chargesMinor(parts[index] ?? entry, account));
  const sum = (minors: readonly bigint[]): bigint => minors.reduce((made, minor) => made + minor, 0n);
  const fitting = [signed, afterCharges].find((minors) => sum(minors) === total);
  return (
    fitting ??
    refuseFile(
      'ENTRY.PARTS',
      `The ${parts.length} parts of the entry make ${amountText(sum(signed), account)}, the entry is ${amountText(total, account)} ${account.code}: ` +
        `${amountText(total - sum(signed), account)} is unexplained.`,
      { path: entry.path },
    )
  );
}

function partMinor(part: XmlElement, account: Currency): bigint | undefined {
  const elements = [part.find('Amt'), part.find('AmtDtls', 'TxAmt', 'Amt'), part.find('AmtDtls', 'CntrValAmt', 'Amt'), part.find('AmtDtls', 'InstdAmt', 'Amt')];
  return elements.flatMap((amount) => (amount === undefined ? [] : [statedAmount(amount)])).find(({ money }) => money.code === account.code)?.minor;
}

/** A reference that names one part alone: the part's own, unless the bank gave one for all. */
function linesOfParts(frame: EntryFrame, parts: readonly XmlElement[], amounts: readonly bigint[], ofEntry: string | undefined): readonly StatementLineDraft[] {
  const references = parts.map((part) => part.text('Refs', 'AcctSvcrRef'));
  const uses = new Map<string | undefined, number>();
  for (const reference of references) {
    uses.set(reference, (uses.get(reference) ?? 0) + 1);
  }
  return parts.map((part, index) => {
    const own = cleanText(references[index]);
    const isOwn = own !== undefined && own !== ofEntry && uses.get(references[index]) === 1;
    const shared = own ?? ofEntry;
    return camtLine(frame, part, amounts[index] ?? 0n, isOwn ? own : shared === undefined ? undefined : `${shared}/${index + 1}`);
  });
}

const textOfAll = (frame: EntryFrame, parts: readonly XmlElement[]): string =>
  cleanText(parts.map((part) => camtLine(frame, part, 0n, undefined).personal.text).join(' ')) ?? '';

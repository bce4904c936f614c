import { accountParts, currencyDigits } from '#ledger';
import { formatMinor } from '#money';
import { isProfitAndLoss } from '../journal/account-kind';
import type { BookedEntry } from '../journal/journal-entries';
import { byText, type BookYear, type JournalSurvey } from '../journal/journal-survey';
import { recordedDays } from '../journal/recorded-days';
import { fecColumns } from './fec-columns';
import { fecWords, openingJournal, type FecJournal } from './fec-words';
import { latin9 } from './latin9';
import type { Lettering } from './lettering';

export interface FecFrame extends BookYear {
  readonly timeZone: string;
  readonly baseCurrency: string;
  /** Takes what the accounts of the profit and loss came to before this year. */
  readonly resultAccount: { readonly code: string; readonly name: string };
  /** Name of a customer; empty when none is known (any more). */
  readonly nameOf: (customerId: string) => string;
}

/** The part of a line after the entry's number; it is known before the number is. */
interface HeldEntry {
  readonly validOn: string;
  readonly journal: FecJournal;
  readonly lines: readonly string[];
}

const chunkLength = 256 * 1024;

const plain = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/\s+/g, ' ').trim();
const fecDay = (day: string): string => day.replaceAll('-', '');

/**
 * The file of article A47 A-1, ISO 8859-15, tab separated: the balances carried forward as its first entry, then every
 * entry of the book year in the order of validation, numbered without a gap. An entry is valid from the day it was
 * recorded, or from the day it is booked on where that is later (a schedule fixed at issue); such entries are held
 * until their day comes.
 *
 * Precondition: survey and lettering have read the same entries to the end.
 */
export async function* fecFile(frame: FecFrame, entries: AsyncIterable<BookedEntry>, survey: JournalSurvey, lettering: Lettering): AsyncGenerator<Uint8Array> {
  let number = 0;
  let text = `${fecColumns.join('\t')}\r\n`;
  for await (const { journal, lines } of inOrderOfValidation(frame, entries, survey, lettering)) {
    number += 1;
    for (const line of lines) {
      text += `${journal.code}\t${journal.name}\t${number}\t${line}\r\n`;
    }
    if (text.length > chunkLength) {
      yield latin9(text);
      text = '';
    }
  }
  yield latin9(text);
}

async function* inOrderOfValidation(
  frame: FecFrame, entries: AsyncIterable<BookedEntry>, survey: JournalSurvey, lettering: Lettering,
): AsyncGenerator<HeldEntry> {
  const opening = openingEntry(frame, survey);
  if (opening.lines.length > 0) {
    yield opening;
  }
  const waiting = new WaitingEntries();
  const dayOf = recordedDays(frame.timeZone);
  for await (const booked of entries) {
    const { postingDate, recordedAt } = booked.entry;
    if (postingDate < frame.from || postingDate > frame.to) {
      continue;
    }
    const recordedOn = dayOf(recordedAt);
    yield* waiting.upTo(recordedOn);
    const held = heldEntry(frame, booked, postingDate > recordedOn ? postingDate : recordedOn, lettering);
    if (held.lines.length === 0) {
      continue;
    }
    if (postingDate > recordedOn) waiting.add(held);
    else yield held;
  }
  yield* waiting.upTo('9999-12-31');
}

/** Entries whose day has not come, by day. */
class WaitingEntries {
  readonly #byDay = new Map<string, HeldEntry[]>();
  #next = '9999-12-31';

  add(held: HeldEntry): void {
    const ofDay = this.#byDay.get(held.validOn);
    if (ofDay === undefined) this.#byDay.set(held.validOn, [held]);
    else ofDay.push(held);
    this.#next = held.validOn < this.#next ? held.validOn : this.#next;
  }

  *upTo(day: string): Generator<HeldEntry> {
    if (this.#next > day || this.#byDay.size === 0) {
      return;
    }
    for (const due of [...this.#byDay.keys()].filter((each) => each <= day).sort(byText)) {
      yield* this.#byDay.get(due)!;
      this.#byDay.delete(due);
    }
    this.#next = [...this.#byDay.keys()].sort(byText)[0] ?? '9999-12-31';
  }
}

interface FecLine {
  readonly day: string;
  readonly account: { readonly code: string; readonly name: string };
  readonly customerId: string;
  readonly piece: string;
  readonly pieceDay: string;
  readonly words: string;
  readonly amount: bigint;
  readonly letter: { readonly code: string; readonly on: string } | null;
  readonly validOn: string;
  readonly foreign: { readonly amount: string; readonly currency: string } | null;
}

function lineText(frame: FecFrame, line: FecLine): string {
  const digits = currencyDigits(frame.baseCurrency);
  const comma = (minor: bigint): string => withComma(formatMinor(minor, digits));
  return [
    fecDay(line.day), line.account.code, plain(line.account.name) || line.account.code, ...auxiliary(frame, line.customerId), plain(line.piece), fecDay(line.pieceDay),
    plain(line.words), comma(line.amount > 0n ? line.amount : 0n), comma(line.amount < 0n ? -line.amount : 0n),
    ...(line.letter === null ? ['', ''] : [line.letter.code, fecDay(line.letter.on)]), fecDay(line.validOn),
    ...(line.foreign === null ? ['', ''] : [line.foreign.amount, line.foreign.currency]),
  ].join('\t');
}

function auxiliary(frame: FecFrame, customerId: string): readonly [number: string, name: string] {
  const number = plain(customerId);
  return number === '' ? ['', ''] : [number, plain(frame.nameOf(customerId)) || number];
}

const withComma = (amount: string): string => (amount.includes('.') ? amount.replace('.', ',') : `${amount},00`);

/** Lines of nothing in base currency say nothing to a reader of this file, and are left out. */
function heldEntry(frame: FecFrame, booked: BookedEntry, validOn: string, lettering: Lettering): HeldEntry {
  const { entry, accountOf } = booked;
  const [journal, words] = fecWords(entry.eventType);
  const piece = entry.document === '' ? `${entry.eventType}-${entry.sequence}` : entry.document;
  const letter = lettering.letterOf(booked);
  const lines = entry.lines
    .filter(({ baseAmount }) => baseAmount !== 0n)
    .map((line) =>
      lineText(frame, {
        day: entry.postingDate, account: accountOf(line), customerId: line.accountId === '' ? '' : accountParts(line.accountId).customerId,
        piece, pieceDay: entry.documentDate, words: `${words} ${entry.document}`, amount: line.baseAmount,
        letter: line.role === 'receivables' ? letter : null, validOn,
        foreign: line.currency === line.baseCurrency
          ? null
          : { amount: withComma(formatMinor(line.amount, currencyDigits(line.currency))), currency: line.currency },
      }),
    );
  return { validOn, journal, lines };
}

/** What each account, and each debtor on it, stood at before the year; the profit and loss in one line. */
function openingEntry(frame: FecFrame, survey: JournalSurvey): HeldEntry {
  const line = (account: FecLine['account'], amount: bigint, customerId = ''): string =>
    lineText(frame, {
      day: frame.from, account, customerId, piece: 'AN', pieceDay: frame.from, words: 'À nouveau', amount, letter: null, validOn: frame.from, foreign: null,
    });
  const accounts = [...survey.accounts.values()].sort((left, right) => byText(left.code, right.code));
  const lines: string[] = [];
  for (const account of accounts.filter(({ role }) => !isProfitAndLoss(role))) {
    let rest = account.opening;
    for (const [accountId, sums] of survey.debtors) {
      const ofDebtor = sums.get(account.code)?.opening ?? 0n;
      rest -= ofDebtor;
      if (ofDebtor !== 0n) lines.push(line(account, ofDebtor, accountParts(accountId).customerId));
    }
    if (rest !== 0n) lines.push(line(account, rest));
  }
  const result = accounts.filter(({ role }) => isProfitAndLoss(role)).reduce((sum, { opening }) => sum + opening, 0n);
  if (result !== 0n) lines.push(line(frame.resultAccount, result));
  return { validOn: frame.from, journal: openingJournal, lines };
}

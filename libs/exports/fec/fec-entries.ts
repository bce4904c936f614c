import type { FecReport } from './check-fec';
import { fecAmount, type FecLineFields } from './fec-rules';

interface OpenEntry {
  readonly first: FecLineFields;
  readonly line: number;
  balance: bigint;
}

const millionths = 1_000_000n;

const written = (amount: bigint): string => {
  const cents = amount / (millionths / 100n);
  const sign = cents < 0n ? '-' : '';
  const text = `${cents < 0n ? -cents : cents}`.padStart(3, '0');
  return `${sign}${text.slice(0, -2)},${text.slice(-2)}`;
};

/** What only several lines together show: balance and numbering of entries, their order, and lettering. */
export class FecEntries {
  count = 0;
  #debit = 0n;
  #credit = 0n;
  #open: OpenEntry | null = null;
  #lastValid = '';
  #numbers = new EntryNumbers();
  readonly #letters = new Map<string, { sum: bigint; line: number }>();

  constructor(
    private readonly report: FecReport,
    /** `YYYYMMDD` of the file's name; null when it has none. */
    private readonly closing: string | null,
  ) {}

  take(fields: FecLineFields, line: number): void {
    const [debit, credit] = [fecAmount(fields.Debit), fecAmount(fields.Credit)];
    this.#debit += debit;
    this.#credit += credit;
    this.#takeLetter(fields, debit - credit, line);
    const open = this.#open;
    if (open?.first.EcritureNum === fields.EcritureNum && open.first.JournalCode === fields.JournalCode) {
      open.balance += debit - credit;
      this.#checkFrame(open.first, fields, line);
      return;
    }
    this.#close();
    this.#begin(fields, line, debit - credit);
  }

  finish(): void {
    this.#close();
    for (const { number, line, before } of this.#numbers.gaps()) {
      this.report.add('entry-number', line, `entry ${number} follows ${before}`);
    }
    for (const [key, { sum, line }] of this.#letters) {
      this.report.add('letter-balance', line, `lettering ${key.replaceAll('\t', ' ').trim()} comes to ${written(sum)}`);
    }
  }

  totals(): { readonly debit: string; readonly credit: string } {
    return { debit: written(this.#debit), credit: written(this.#credit) };
  }

  #begin(fields: FecLineFields, line: number, balance: bigint): void {
    this.count += 1;
    this.#open = { first: fields, line, balance };
    this.#numbers.take(fields.JournalCode, fields.EcritureNum, line);
    if (fields.ValidDate < this.#lastValid) {
      this.report.add('chronology', line, `entry ${fields.EcritureNum} was validated on ${fields.ValidDate}, the one before on ${this.#lastValid}`);
    }
    this.#lastValid = fields.ValidDate;
    if (this.closing !== null && fields.EcritureDate > this.closing) {
      this.report.add('after-closing', line, `entry ${fields.EcritureNum} is dated ${fields.EcritureDate}, the year ends on ${this.closing}`);
    }
  }

  #close(): void {
    const open = this.#open;
    if (open !== null && open.balance !== 0n) {
      this.report.add('entry-balance', open.line, `entry ${open.first.EcritureNum} is out by ${written(open.balance)}`);
    }
    this.#open = null;
  }

  #checkFrame(first: FecLineFields, fields: FecLineFields, line: number): void {
    for (const column of ['JournalLib', 'EcritureDate', 'ValidDate'] as const) {
      if (first[column] !== fields[column]) {
        this.report.add('entry-frame', line, `${column} of entry ${fields.EcritureNum} is ${fields[column]}, on its first line ${first[column]}`);
      }
    }
  }

  #takeLetter({ EcritureLet: code, CompteNum: account, CompAuxNum: auxiliary }: FecLineFields, amount: bigint, line: number): void {
    if (code === '') {
      return;
    }
    const key = `${account}\t${auxiliary}\t${code}`;
    const kept = this.#letters.get(key);
    const sum = (kept?.sum ?? 0n) + amount;
    // What has come to zero is forgotten: only letterings that are still open are held.
    if (sum === 0n) this.#letters.delete(key);
    else this.#letters.set(key, { sum, line: kept?.line ?? line });
  }
}

interface Gap {
  readonly number: string;
  readonly before: string;
  readonly line: number;
}

const gapsKept = 50;

/** One sequence over the file, or one per journal: whichever has no gap; else the gaps of the one over the file. */
class EntryNumbers {
  readonly #whole = new Sequence();
  readonly #journals = new Map<string, Sequence>();

  take(journal: string, number: string, line: number): void {
    this.#whole.take(number, line);
    let own = this.#journals.get(journal);
    if (own === undefined) {
      own = new Sequence();
      this.#journals.set(journal, own);
    }
    own.take(number, line);
  }

  gaps(): readonly Gap[] {
    const perJournal = [...this.#journals.values()];
    return perJournal.every(({ gaps }) => gaps.length === 0) ? [] : this.#whole.gaps;
  }
}

/** Numbers that may have a prefix: `VE-00012`. The last run of digits counts. */
class Sequence {
  readonly gaps: Gap[] = [];
  #last: { readonly text: string; readonly number: bigint } | null = null;

  take(text: string, line: number): void {
    const digits = /(\d+)\D*$/.exec(text)?.[1];
    const number = digits === undefined ? null : BigInt(digits);
    const last = this.#last;
    if (number === null || (last !== null && number !== last.number + 1n)) {
      if (this.gaps.length < gapsKept) this.gaps.push({ number: text, before: last?.text ?? 'nothing', line });
    }
    this.#last = number === null ? last : { text, number };
  }
}

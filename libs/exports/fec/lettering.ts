import { itemsMoved } from '../journal/document-of';
import type { BookedEntry } from '../journal/journal-entries';
import type { BookYear } from '../journal/journal-survey';

interface Group {
  /** Set when the group became part of another. */
  into: Group | null;
  balance: bigint;
  first: string;
  last: string;
  code: string;
}

export interface Letter {
  readonly code: string;
  /** `YYYY-MM-DD`: when the last of them was booked. */
  readonly on: string;
}

/** AAA, AAB, … ZZZ, AAAA: as many as it takes. */
export function letterCode(number: number): string {
  let [code, rest] = ['', number];
  do {
    code = String.fromCharCode(65 + (rest % 26)) + code;
    rest = Math.floor(rest / 26);
  } while (rest > 0);
  return code.padStart(3, 'A');
}

/**
 * Which receivable lines settle each other: the lines of all items that were moved together, where they come to zero
 * within the year. One payment over two invoices ties the two together. Holds one small group per item of the year.
 */
export class Lettering {
  readonly #groups = new Map<string, Group>();

  constructor(private readonly year: BookYear) {}

  take({ entry, fact }: BookedEntry): void {
    if (entry.postingDate > this.year.to) {
      return;
    }
    const balance = entry.lines.reduce((sum, line) => (line.role === 'receivables' ? sum + line.baseAmount : sum), 0n);
    const items = itemsMoved(fact);
    if (items.length === 0 || !entry.lines.some(({ role }) => role === 'receivables')) {
      return;
    }
    const { postingDate } = entry;
    const group = items.map((item) => this.#groupOf(item, postingDate)).reduce(joined);
    group.balance += balance;
    group.first = postingDate < group.first ? postingDate : group.first;
    group.last = postingDate > group.last ? postingDate : group.last;
  }

  /** Gives the settled groups their codes, in the order in which they began. */
  finish(): void {
    let number = 0;
    for (const group of this.#groups.values()) {
      const root = rootOf(group);
      if (root.code === '' && root.balance === 0n && root.first >= this.year.from) {
        root.code = letterCode(number);
        number += 1;
      }
    }
  }

  letterOf({ fact }: BookedEntry): Letter | null {
    const [item] = itemsMoved(fact);
    const group = item === undefined ? undefined : this.#groups.get(item);
    if (group === undefined) {
      return null;
    }
    const { code, last } = rootOf(group);
    return code === '' ? null : { code, on: last };
  }

  #groupOf(item: string, postingDate: string): Group {
    let group = this.#groups.get(item);
    if (group === undefined) {
      group = { into: null, balance: 0n, first: postingDate, last: postingDate, code: '' };
      this.#groups.set(item, group);
    }
    return group;
  }
}

function rootOf(group: Group): Group {
  let root = group;
  while (root.into !== null) {
    // Halving the way keeps it short for who asks next.
    root.into = root.into.into ?? root.into;
    root = root.into;
  }
  return root;
}

function joined(left: Group, right: Group): Group {
  const [into, from] = [rootOf(left), rootOf(right)];
  if (into !== from) {
    from.into = into;
    into.balance += from.balance;
    into.first = from.first < into.first ? from.first : into.first;
    into.last = from.last > into.last ? from.last : into.last;
  }
  return into;
}

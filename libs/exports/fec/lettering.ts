import { dayOfEpoch, epochDay } from '#ledger';
import { itemsMoved } from '../journal/document-of';
import type { BookedEntry } from '../journal/journal-entries';
import type { BookYear } from '../journal/journal-survey';

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

/** One group per item at first; joined groups share their root. Arrays of numbers: a million items fit beside everything else. */
class Groups {
  #parent = new Int32Array(1024);
  #balance = new BigInt64Array(1024);
  #first = new Int32Array(1024);
  #last = new Int32Array(1024);
  #code = new Int32Array(1024);
  size = 0;

  add(day: number): number {
    if (this.size === this.#parent.length) {
      this.#grow();
    }
    const place = this.size;
    this.size += 1;
    this.#parent[place] = place;
    this.#first[place] = day;
    this.#last[place] = day;
    return place;
  }

  root(place: number): number {
    let root = place;
    while (this.#parent[root] !== root) {
      // Halving the way keeps it short for who asks next.
      this.#parent[root] = this.#parent[this.#parent[root]!]!;
      root = this.#parent[root]!;
    }
    return root;
  }

  join(left: number, right: number): number {
    const [into, from] = [this.root(left), this.root(right)];
    if (into !== from) {
      this.#parent[from] = into;
      this.book(into, this.#balance[from]!, this.#first[from]!);
      this.book(into, 0n, this.#last[from]!);
    }
    return into;
  }

  book(root: number, amount: bigint, day: number): void {
    this.#balance[root] = this.#balance[root]! + amount;
    this.#first[root] = Math.min(this.#first[root]!, day);
    this.#last[root] = Math.max(this.#last[root]!, day);
  }

  /** Whether its lines come to zero, none of them before this day, and it has no number yet. */
  isSettled(root: number, from: number): boolean {
    return this.#balance[root] === 0n && this.#first[root]! >= from && this.#code[root] === 0;
  }

  number(root: number, code: number): void {
    this.#code[root] = code;
  }

  /** From 1; 0 for none. */
  numberOf(root: number): number {
    return this.#code[root]!;
  }

  lastDay(root: number): number {
    return this.#last[root]!;
  }

  #grow(): void {
    const grown = <Numbers extends Int32Array | BigInt64Array>(old: Numbers, next: Numbers): Numbers => {
      next.set(old as never);
      return next;
    };
    const length = this.#parent.length * 2;
    this.#parent = grown(this.#parent, new Int32Array(length));
    this.#balance = grown(this.#balance, new BigInt64Array(length));
    this.#first = grown(this.#first, new Int32Array(length));
    this.#last = grown(this.#last, new Int32Array(length));
    this.#code = grown(this.#code, new Int32Array(length));
  }
}

/**
 * Which receivable lines settle each other: the lines of all items that were moved together, where they come to zero
 * within the year. One payment over two invoices ties the two together. Holds an id and a few numbers per item of the year.
 */
export class Lettering {
  readonly #places = new Map<string, number>();
  readonly #groups = new Groups();

  constructor(private readonly year: BookYear) {}

  take({ entry, fact }: BookedEntry): void {
    const items = itemsMoved(fact);
    if (entry.postingDate > this.year.to || items.length === 0 || !entry.lines.some(({ role }) => role === 'receivables')) {
      return;
    }
    const day = epochDay(entry.postingDate);
    const balance = entry.lines.reduce((sum, line) => (line.role === 'receivables' ? sum + line.baseAmount : sum), 0n);
    const root = items.map((item) => this.#placeOf(item, day)).reduce((left, right) => this.#groups.join(left, right));
    this.#groups.book(this.#groups.root(root), balance, day);
  }

  /** Gives the settled groups their codes, in the order in which they began. */
  finish(): void {
    const from = epochDay(this.year.from);
    let number = 0;
    for (let place = 0; place < this.#groups.size; place += 1) {
      const root = this.#groups.root(place);
      if (this.#groups.isSettled(root, from)) {
        number += 1;
        this.#groups.number(root, number);
      }
    }
  }

  letterOf({ fact }: BookedEntry): Letter | null {
    const [item] = itemsMoved(fact);
    const place = item === undefined ? undefined : this.#places.get(item);
    if (place === undefined) {
      return null;
    }
    const root = this.#groups.root(place);
    const number = this.#groups.numberOf(root);
    return number === 0 ? null : { code: letterCode(number - 1), on: dayOfEpoch(this.#groups.lastDay(root)) };
  }

  #placeOf(item: string, day: number): number {
    let place = this.#places.get(item);
    if (place === undefined) {
      place = this.#groups.add(day);
      this.#places.set(item, place);
    }
    return place;
  }
}

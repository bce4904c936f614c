import type { BankLine } from './matching.types';
import type { IndexedItem, ItemsLeft } from './open-item-index';

export interface Combinations {
  /** Sets of items that are exactly the amount, fewest items first; at most `combinationsMax`. */
  readonly found: readonly (readonly IndexedItem[])[];
  /** Whether every set was looked at: without that, the only one found need not be the only one there is. */
  readonly complete: boolean;
}

const itemsMax = 24;
const stepsMax = 20_000;
export const combinationsMax = 4;

/**
 * Sets of one customer's items that are exactly the line's amount. The work is bounded: of very many items the first due
 * are looked at, and the answer says so.
 */
export function exactCombinations(line: BankLine, items: readonly IndexedItem[], left: ItemsLeft): Combinations {
  const fitting = items.filter((item) => item.currency === line.currency && left.of(item) > 0n && left.of(item) <= line.amount);
  const looked = fitting.slice(0, itemsMax);
  const amounts = looked.map((item) => left.of(item));
  const sums = suffixSums(amounts);
  const found: IndexedItem[][] = [];
  let steps = 0;
  const chosen: number[] = [];
  const walk = (at: number, rest: bigint): void => {
    steps += 1;
    if (steps > stepsMax || found.length >= combinationsMax) return;
    if (rest === 0n) {
      found.push(chosen.flatMap((index) => looked[index] ?? []));
      return;
    }
    const amount = amounts[at];
    if (amount === undefined || (sums[at] ?? 0n) < rest) return;
    if (amount <= rest) {
      chosen.push(at);
      walk(at + 1, rest - amount);
      chosen.pop();
    }
    walk(at + 1, rest);
  };
  walk(0, line.amount);
  found.sort((a, b) => a.length - b.length);
  return { found, complete: steps <= stepsMax && looked.length === fitting.length };
}

function suffixSums(amounts: readonly bigint[]): readonly bigint[] {
  const sums = new Array<bigint>(amounts.length).fill(0n);
  let sum = 0n;
  for (let at = amounts.length - 1; at >= 0; at -= 1) {
    sum += amounts[at] ?? 0n;
    sums[at] = sum;
  }
  return sums;
}

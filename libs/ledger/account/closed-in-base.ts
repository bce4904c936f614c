import { formatMinor, knownCurrency, minorOf } from '#money';
import type { AllocationReversed, PaymentAllocated } from './account.events';
import type { AllocationPart, Source } from './account.state';
import { settledOf } from './settled-amounts';

/** So much of a receipt, in both currencies. */
export interface BothAmounts {
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

const plus = (left: BothAmounts, right: BothAmounts): BothAmounts => ({ amount: left.amount + right.amount, baseAmount: left.baseAmount + right.baseAmount });

/** What allocations or their undoings move of the money. */
export const movedBy = (events: readonly (AllocationReversed | PaymentAllocated)[]): BothAmounts =>
  events.flatMap(({ data }) => data.items.map((item) => settledOf(item, data))).reduce(plus, { amount: 0n, baseAmount: 0n });

/**
 * The same undoings, so that the money is at zero in both currencies once it is at zero in its own. What the bank took back and
 * what the undone allocations give back are shares of different wholes and may be apart by roundings: the last undone item
 * makes up for that on the side of the money, as realised gain or loss.
 *
 * @param left of the money after these undoings and everything with them.
 */
export function closedInBase(undone: readonly AllocationReversed[], left: BothAmounts): AllocationReversed[] {
  const last = undone.at(-1);
  const item = last?.data.items.at(-1);
  if (last === undefined || item === undefined || left.amount !== 0n || left.baseAmount === 0n) {
    return [...undone];
  }
  const { digits } = knownCurrency(last.data.baseCurrency);
  const baseAmount = minorOf(item.baseAmount, digits) - left.baseAmount;
  if (baseAmount < 0n) {
    return [...undone];
  }
  const closing = { ...item, baseAmount: formatMinor(baseAmount, digits), itemBaseAmount: item.itemBaseAmount ?? item.baseAmount };
  return [...undone.slice(0, -1), { ...last, data: { ...last.data, items: [...last.data.items.slice(0, -1), closing] } }];
}

/** What a wholly undone part keeps in base currency goes to another part that the same money still pays, to leave with it. */
export function passOnBase(source: Source, part: AllocationPart): void {
  const other = source.allocations.flatMap(({ parts }) => parts).find(({ left }) => left > 0n);
  if (part.left === 0n && part.baseLeft !== 0n && other !== undefined) {
    other.baseLeft += part.baseLeft;
    part.baseLeft = 0n;
  }
}

import type { PaymentState, Split } from './payment.state';

/** Splits of an account identified up to a day, the latest first: the order in which money is taken from them. */
export const latestSplits = (state: PaymentState, accountId: string, day: string): Split[] =>
  state.splits.filter((split) => split.accountId === accountId && split.identifiedOn <= day).sort(byIdentifiedOn).reverse();

/** By the day they count from; a stable sort keeps the order of identification within a day. */
export const byIdentifiedOn = (left: Split, right: Split): number =>
  left.identifiedOn === right.identifiedOn ? 0 : left.identifiedOn < right.identifiedOn ? -1 : 1;

/** Changes the splits: only the fold calls this. The last one touched takes the remainder of the base amount. */
export function takeFromSplits(splits: readonly Split[], { amount, baseAmount }: { readonly amount: bigint; readonly baseAmount: bigint }): void {
  let rest = amount;
  let baseRest = baseAmount;
  for (const split of splits) {
    const taken = split.left < rest ? split.left : rest;
    const baseTaken = taken === rest ? baseRest : split.baseLeft;
    split.left -= taken;
    split.baseLeft -= baseTaken;
    rest -= taken;
    baseRest -= baseTaken;
  }
  if (rest !== 0n) {
    throw new Error('more is taken from the splits of a payment than is left of them');
  }
}

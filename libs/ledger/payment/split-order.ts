import { baseShare } from '../account/base-share';
import type { PaymentState, Split } from './payment.state';

/**
 * The order in which money is taken from the splits of an account: those identified up to a day, the latest first,
 * then later ones. The dated balance of the account has said before that the money is there.
 */
export function latestSplits(state: PaymentState, accountId: string, day: string): Split[] {
  const theirs = state.splits.filter((split) => split.accountId === accountId).sort(byIdentifiedOn);
  const reached = theirs.filter(({ identifiedOn }) => identifiedOn <= day);
  return [...reached.reverse(), ...theirs.filter(({ identifiedOn }) => identifiedOn > day)];
}

/** The base amount that goes with an amount taken from splits in this order. */
export function splitsBase(splits: readonly Split[], amount: bigint): bigint {
  let rest = amount;
  let base = 0n;
  for (const split of splits) {
    const taken = split.left < rest ? split.left : rest;
    base += taken === 0n ? 0n : baseShare(taken, { amount: split.amount, baseAmount: split.baseAmount, left: split.left, baseLeft: split.baseLeft });
    rest -= taken;
  }
  return base;
}

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

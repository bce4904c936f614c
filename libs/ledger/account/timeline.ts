/**
 * Dated movements of one balance, merged by day and in order of days. Amounts are minor units. Plain data, so that a
 * folded state can be cloned and put away.
 */
export interface Timeline {
  readonly days: string[];
  readonly amounts: bigint[];
}

export const emptyTimeline = (): Timeline => ({ days: [], amounts: [] });

export const copyTimeline = ({ days, amounts }: Timeline): Timeline => ({ days: [...days], amounts: [...amounts] });

/** Index of the first movement after `day`. */
function after(days: readonly string[], day: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? '') <= day) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Adds a movement. Changes the timeline: only its owner may call this, deciders work on a copy. */
export function move(timeline: Timeline, day: string, amount: bigint): void {
  const next = after(timeline.days, day);
  if (next > 0 && timeline.days[next - 1] === day) {
    timeline.amounts[next - 1] = (timeline.amounts[next - 1] ?? 0n) + amount;
    return;
  }
  timeline.days.splice(next, 0, day);
  timeline.amounts.splice(next, 0, amount);
}

/** The balance at the end of a day. */
export function balanceOn(timeline: Timeline, day: string): bigint {
  let balance = 0n;
  const end = after(timeline.days, day);
  for (let at = 0; at < end; at += 1) {
    balance += timeline.amounts[at] ?? 0n;
  }
  return balance;
}

export interface Lowest {
  readonly amount: bigint;
  /** The first day on or after the asked one on which the balance is that low. */
  readonly on: string;
}

/**
 * The lowest balance from a day on: what can be taken on that day without any later day falling below zero. This is
 * why a back-dated allocation cannot spend what a later one has spent already.
 */
export function lowestFrom(timeline: Timeline, day: string): Lowest {
  let balance = balanceOn(timeline, day);
  let lowest: Lowest = { amount: balance, on: day };
  for (let at = after(timeline.days, day); at < timeline.days.length; at += 1) {
    balance += timeline.amounts[at] ?? 0n;
    if (balance < lowest.amount) {
      lowest = { amount: balance, on: timeline.days[at] ?? day };
    }
  }
  return lowest;
}

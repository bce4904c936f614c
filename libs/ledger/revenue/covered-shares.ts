import type { ServicePeriod } from '../contract/contract-terms';
import { daysBetween, firstDayOfMonth, monthOf } from '../dates';
import type { ComingRevenue } from './credit-recognition';
import { runningShares } from './running-shares';

const daysIn = (from: string, to: string): bigint => BigInt(Math.max(0, daysBetween(from, to) + 1));
const later = (left: string, right: string): string => (left > right ? left : right);
const earlier = (left: string, right: string): string => (left < right ? left : right);

/**
 * What a credit for days that are not served takes off each coming entry: the share of the credited days in the days of
 * the entry. A rounding of one minor unit goes with an entry that is credited whole; what an entry has no room for goes
 * to the others, latest first. What is left over was recognised before, and is not in the answer.
 */
export function coveredShares(net: bigint, coming: readonly ComingRevenue[], { served, credited }: { served: ServicePeriod; credited: ServicePeriod }): bigint[] {
  const [from, to] = [later(served.from, credited.from), earlier(served.to, credited.to)];
  const days = coming.map(({ on }) => {
    const first = later(served.from, firstDayOfMonth(monthOf(on)));
    const covered = daysIn(later(first, from), earlier(on, to));
    return { covered, whole: covered === daysIn(first, on) };
  });
  const past = daysIn(from, to) - days.reduce((sum, { covered }) => sum + covered, 0n);
  if (past < 0n || daysIn(from, to) === 0n) return coming.map(() => 0n);
  const [, ...shares] = runningShares(net, [past, ...days.map(({ covered }) => covered)]);
  const wanted = shares.map((share, index) => (days[index]!.whole && isNext(share, coming[index]!.left) ? coming[index]!.left : share));
  const taken = wanted.map((share, index) => (share < coming[index]!.left ? share : coming[index]!.left));
  return spilled(shares.reduce((sum, share) => sum + share, 0n), taken, coming);
}

const isNext = (left: bigint, right: bigint): boolean => left - right <= 1n && right - left <= 1n;

/** Brings the parts to the wanted sum as far as the entries have room, latest first. */
function spilled(wanted: bigint, taken: bigint[], coming: readonly ComingRevenue[]): bigint[] {
  let missing = wanted - taken.reduce((sum, part) => sum + part, 0n);
  for (let index = taken.length - 1; index >= 0 && missing > 0n; index -= 1) {
    const room = coming[index]!.left - taken[index]!;
    const more = room < missing ? room : missing;
    taken[index]! += more;
    missing -= more;
  }
  return taken;
}

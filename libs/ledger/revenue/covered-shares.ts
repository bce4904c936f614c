import type { ServicePeriod } from '../contract/contract-terms';
import { daysBetween, firstDayOfMonth, monthOf } from '../dates';
import type { ComingRevenue, Standing } from './credit-recognition';
import { runningShares } from './running-shares';

const daysIn = (from: string, to: string): bigint => BigInt(Math.max(0, daysBetween(from, to) + 1));
const later = (left: string, right: string): string => (left > right ? left : right);
const earlier = (left: string, right: string): string => (left < right ? left : right);

/**
 * What a credit for days that are not served takes off each coming entry: the share of the credited days in the days of
 * the entry. A rounding of one minor unit goes with an entry that is credited whole; what an entry has no room for goes
 * to the others, latest first; so does what no revenue was recognised for. What is left over is off revenue, and not in
 * the answer.
 */
export function coveredShares(net: bigint, { coming, recognised }: Standing, { served, credited }: { served: ServicePeriod; credited: ServicePeriod }): bigint[] {
  const [from, to] = [later(served.from, credited.from), earlier(served.to, credited.to)];
  const days = coming.map(({ on }) => {
    const first = later(served.from, firstDayOfMonth(monthOf(on)));
    const covered = daysIn(later(first, from), earlier(on, to));
    return { covered, whole: covered === daysIn(first, on) };
  });
  const past = daysIn(from, to) - days.reduce((sum, { covered }) => sum + covered, 0n);
  const weights = [past, ...days.map(({ covered }) => covered)];
  const [, ...shares] = daysIn(from, to) === 0n ? [0n, ...coming.map(() => 0n)] : runningShares(net, weights);
  const wanted = shares.map((share, index) => (days[index]!.whole && isNext(share, coming[index]!.left) ? coming[index]!.left : share));
  const taken = wanted.map((share, index) => (share < coming[index]!.left ? share : coming[index]!.left));
  const atLeast = past === 0n ? net : net - recognised;
  const missing = [total(wanted), atLeast].reduce((most, one) => (one > most ? one : most)) - total(taken);
  return cutTo(net, filled(missing, taken, coming));
}

const isNext = (left: bigint, right: bigint): boolean => left - right <= 1n && right - left <= 1n;
const total = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

/** Takes so much more as far as the entries have room, latest first. */
function filled(missing: bigint, taken: readonly bigint[], coming: readonly ComingRevenue[]): bigint[] {
  let rest = missing;
  return [...taken.entries()].reverse().map(([index, part]) => {
    const room = coming[index]!.left - part;
    const more = rest <= 0n ? 0n : room < rest ? room : rest;
    rest -= more;
    return part + more;
  }).reverse();
}

/** Gives back what goes beyond the net, earliest first: that much was credited whole for a rounding. */
function cutTo(net: bigint, taken: readonly bigint[]): bigint[] {
  let excess = total(taken) - net;
  return taken.map((part) => {
    const back = excess <= 0n ? 0n : part < excess ? part : excess;
    excess -= back;
    return part - back;
  });
}

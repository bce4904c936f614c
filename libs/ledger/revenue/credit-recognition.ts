import { formatMinor, minorOf, type Currency } from '#money';
import type { ServicePeriod } from '../contract/contract-terms';
import type { InvoiceLine, ScheduledRevenue } from '../invoice-register/invoice.events';
import type { CreditLine } from '../return/return.events';
import { coveredShares } from './covered-shares';
import { runningShares } from './running-shares';

/** What a credit of an invoice line is worked out from. Amounts are fixed-scale text in the document's currency. */
export interface CreditRecognitionRequest {
  readonly line: InvoiceLine;
  /** Credited net. */
  readonly net: string;
  readonly delivery: 'undelivered' | 'delivered' | 'price';
  /** The credit note's issue date: what is scheduled up to and including it was recognised. */
  readonly on: string;
  /** What earlier credits took off the line's schedule (`recognition.schedule`); several for one day add up. */
  readonly credited: readonly ScheduledRevenue[];
  /** What earlier credits took off the line's undated deferred revenue (sum of `fromDeferred`). */
  readonly creditedDeferred: string;
  /** What earlier credits took off revenue (sum of `fromRevenue`). Absent: nothing. */
  readonly creditedRevenue?: string;
  /** What work or use has recognised of the line's undated deferred revenue. Absent: nothing. */
  readonly recognisedDeferred?: string;
  /** The days that are not served after all; of an `undelivered` credit only. Absent: all that is left, in proportion. */
  readonly servicePeriod?: ServicePeriod;
  readonly currency: Currency;
}

/** Where a line's revenue stands on the day of the credit; positive minor units whatever the line's sign. */
export interface Standing {
  /** Counted and not taken back. */
  readonly recognised: bigint;
  /** Left in the entries that are still to come. */
  readonly coming: readonly ComingRevenue[];
  /** Left of what has no date. */
  readonly deferred: bigint;
}

export interface ComingRevenue {
  readonly on: string;
  readonly left: bigint;
}

interface Taken {
  readonly revenue: bigint;
  readonly deferred: bigint;
  /** One for each coming entry. */
  readonly schedule: readonly bigint[];
}

/**
 * What a credited line takes back of its invoice line's revenue.
 *
 * `undelivered`: lowers what is still to come, in proportion, or by the days that are not served; what exceeds it is off
 * revenue. `delivered`: off what was recognised; what exceeds it lowers what is to come. `price`: an allowance on the
 * whole: the share of what was recognised is off revenue at once, the rest lowers what is to come.
 *
 * Postcondition: the parts sum to the net. As long as all credits of the line come to no more than its net, no entry
 * changes its sign, and when they come to its net, nothing is recognised on any day from then on.
 *
 * @returns undefined for a line that was recognised at issue: its credit is wholly off revenue.
 */
export function creditRecognition(request: CreditRecognitionRequest): CreditLine['recognition'] {
  const { line, delivery, currency } = request;
  if (line.recognition.rule === 'at-issue') {
    return undefined;
  }
  const credited = minorOf(request.net, currency.digits);
  const sign = credited < 0n ? -1n : 1n;
  const standing = standingOf(request, sign);
  const net = credited * sign;
  const taken = delivery === 'undelivered' ? undelivered(net, standing, request) : delivery === 'delivered' ? delivered(net, standing) : allowance(net, standing);
  const text = (minor: bigint): string => formatMinor(minor * sign, currency.digits);
  return {
    fromRevenue: text(taken.revenue),
    fromDeferred: text(taken.deferred),
    schedule: standing.coming.flatMap(({ on }, index) => (taken.schedule[index] === 0n ? [] : [{ on, amount: text(taken.schedule[index]!) }])),
  };
}

const atLeastZero = (minor: bigint): bigint => (minor < 0n ? 0n : minor);
const least = (left: bigint, right: bigint): bigint => (left < right ? left : right);
const total = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);

function standingOf({ line: { recognition }, on, credited, currency, ...earlier }: CreditRecognitionRequest, sign: bigint): Standing {
  const minor = (amount: string | undefined): bigint => (amount === undefined ? 0n : sign * minorOf(amount, currency.digits));
  const taken = new Map<string, bigint>();
  for (const part of credited) taken.set(part.on, (taken.get(part.on) ?? 0n) + minor(part.amount));
  const entries = (recognition.schedule ?? []).map((entry) => ({ on: entry.on, left: minor(entry.amount) - (taken.get(entry.on) ?? 0n) }));
  const used = minor(earlier.recognisedDeferred);
  const past = total(entries.filter((entry) => entry.on <= on).map(({ left }) => left));
  return {
    recognised: atLeastZero(minor(recognition.contractAsset) + past + used - minor(earlier.creditedRevenue)),
    coming: entries.filter((entry) => entry.on > on).map((entry) => ({ on: entry.on, left: atLeastZero(entry.left) })),
    deferred: atLeastZero(minor(recognition.deferred) - used - minor(earlier.creditedDeferred)),
  };
}

/** Lowers what is to come by an amount, the entries in proportion and before what has no date. */
function lowered(amount: bigint, { coming, deferred }: Standing): Taken {
  const lefts = coming.map(({ left }) => left);
  const dated = least(amount, total(lefts));
  const undated = least(amount - dated, deferred);
  return { revenue: amount - dated - undated, deferred: undated, schedule: runningShares(dated, lefts) };
}

function undelivered(net: bigint, standing: Standing, { line, servicePeriod }: CreditRecognitionRequest): Taken {
  if (servicePeriod === undefined || line.servicePeriod === undefined || standing.deferred > 0n) {
    return lowered(net, standing);
  }
  const schedule = coveredShares(net, standing, { served: line.servicePeriod, credited: servicePeriod });
  return { revenue: net - total(schedule), deferred: 0n, schedule };
}

function delivered(net: bigint, standing: Standing): Taken {
  const revenue = least(net, standing.recognised);
  const rest = lowered(net - revenue, standing);
  return { ...rest, revenue: revenue + rest.revenue };
}

function allowance(net: bigint, standing: Standing): Taken {
  const lefts = standing.coming.map(({ left }) => left);
  const weights = [standing.recognised, standing.deferred, ...lefts];
  const whole = least(net, total(weights));
  const [revenue = 0n, deferred = 0n, ...schedule] = runningShares(whole, weights);
  return { revenue: revenue + net - whole, deferred, schedule };
}

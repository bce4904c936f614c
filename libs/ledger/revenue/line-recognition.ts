import { formatMinor, minorOf, type Currency } from '#money';
import type { RecognitionRule, ServicePeriod } from '../contract/contract-terms';
import type { LineRecognition, ScheduledRevenue } from '../invoice-register/invoice.events';
import { runningShares } from './running-shares';
import { serviceMonths, type ServiceMonth } from './service-months';

/** What the recognition of a line is worked out from. Amounts are fixed-scale text in the document's currency. */
export interface RecognitionRequest {
  readonly rule: RecognitionRule;
  readonly net: string;
  readonly currency: Currency;
  readonly supplyDate: string;
  readonly servicePeriod?: ServicePeriod;
  /** Recognised before it was billed, and what that stands at in base currency. */
  readonly contractAsset?: string;
  readonly contractAssetBase?: string;
}

/**
 * When a line's revenue counts, fixed for ever when its invoice is assigned. What was recognised before it was billed is
 * no revenue a second time: it clears the contract asset, and the rule has its say on the rest.
 *
 * `daily` by days and `equal-months` by months of the service period (a month it covers in part counts by its part of
 * the days), booked on the last covered day of each month; `as-used` by days, as use has its true dates; both of the
 * latter and every rule without a service period count on the supply date. `milestones`, `draw-down` and `prepayment`
 * stay deferred.
 *
 * Precondition: `refuseRecognition` let the line pass; the contract asset has the sign of the net and is no larger.
 * Postcondition: for every rule but `at-issue` the parts sum to the net, and no part has another sign.
 */
export function lineRecognition({ rule, net, currency, contractAsset, contractAssetBase, ...dates }: RecognitionRequest): LineRecognition {
  const text = (minor: bigint): string => formatMinor(minor, currency.digits);
  const asset = contractAsset === undefined ? 0n : minorOf(contractAsset, currency.digits);
  const rest = minorOf(net, currency.digits) - asset;
  if (rule === 'at-issue' && asset === 0n) {
    return { rule };
  }
  const cleared = asset === 0n ? {} : { contractAsset: text(asset), ...(contractAssetBase === undefined ? {} : { contractAssetBase }) };
  if (rule === 'milestones' || rule === 'draw-down' || rule === 'prepayment') {
    return { rule, ...cleared, ...(rest === 0n ? {} : { deferred: text(rest) }) };
  }
  const dated = datesOf(rule, dates);
  const shares = runningShares(rest, dated.map(({ weight }) => weight));
  const schedule: ScheduledRevenue[] = dated.flatMap(({ on }, index) => (shares[index] === 0n ? [] : [{ on, amount: text(shares[index]!) }]));
  // A line of which some was recognised before it is billed counts day by day: `at-issue` has no room for parts.
  return { rule: rule === 'at-issue' ? 'point-in-time' : rule, ...cleared, ...(schedule.length === 0 ? {} : { schedule }) };
}

interface DatedWeight {
  readonly on: string;
  readonly weight: bigint;
}

function datesOf(rule: RecognitionRule, { supplyDate, servicePeriod }: Pick<RecognitionRequest, 'supplyDate' | 'servicePeriod'>): DatedWeight[] {
  const spread = rule === 'daily' || rule === 'equal-months' || rule === 'as-used';
  if (!spread || servicePeriod === undefined) {
    return [{ on: supplyDate, weight: 1n }];
  }
  const weightOf = rule === 'equal-months' ? partOfMonth : ({ days }: ServiceMonth): bigint => days;
  return serviceMonths(servicePeriod).map((month) => ({ on: month.to, weight: weightOf(month) }));
}

/** A multiple of 28, 29, 30 and 31: the part of any month is a whole number of these. */
const partsPerMonth = 377_580n;

const partOfMonth = ({ days, daysOfMonth }: ServiceMonth): bigint => (days * partsPerMonth) / daysOfMonth;

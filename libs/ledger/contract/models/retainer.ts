import { Decimal, decimalOf } from '#money';
import { addDays, daysBetween, laterDay } from '../../dates';
import { isOver, netOf, type Claim, type ClaimContext } from '../claim';
import type { ContractItem, RetainerTerms, ServicePeriod } from '../contract-terms';
import { contractEndsOn } from '../contract.state';
import { monthsFrom } from '../intervals';
import { itemStartsOn, segmentsIn, type Segment } from '../item-terms';
import { entriesIn, totalOf } from '../usage-entries';
import { proratedParts } from './prorated';
import { segmentsThrough } from './subscription';

const zero = new Decimal(0);
const unitDecimals = 6;

/** Units of a month that were not used in it. */
interface Lot {
  readonly month: number;
  units: Decimal;
}

/** The fee of every calendar month, and after it the units beyond those included and rolled over. */
export function retainerClaims(context: ClaimContext): Claim[] {
  const { sold, state, through } = context;
  const first = sold.versions[0]?.item?.retainer;
  if (first === undefined) {
    return [];
  }
  const endsOn = contractEndsOn(state);
  const start = itemStartsOn(sold);
  const claims: Claim[] = [];
  let lots: Lot[] = [];
  let place = 0;
  for (const month of monthsFrom(start)) {
    if (month.from > through || (endsOn !== null && month.from > endsOn && !sold.slots.has(month.from))) {
      break;
    }
    const segments = segmentsIn(state, sold, { from: laterDay(start, month.from), to: month.to });
    claims.push(...feeClaim(context, month, segments, first));
    const drawn = drawUnits(lots, { context, month, segments, place });
    lots = drawn.lots;
    claims.push(...drawn.claims);
    place += 1;
  }
  return claims;
}

const termsOf = (item: ContractItem): { quantity: string; unitPrice: string } => ({ quantity: '1', unitPrice: item.retainer?.monthlyFee ?? '0' });

const daysOf = ({ from, to }: ServicePeriod): number => daysBetween(from, to) + 1;

function feeClaim(context: ClaimContext, month: ServicePeriod, segments: readonly Segment[], { timing }: RetainerTerms): Claim[] {
  const inArrears = timing === 'in-arrears';
  const firstDay = segments[0]?.period.from ?? month.from;
  const last = segments.at(-1)?.period.to ?? month.to;
  if (inArrears ? !isOver(context, { from: firstDay, to: last }) : firstDay > context.through) {
    return [];
  }
  const counted = inArrears && context.accrual ? segmentsThrough(segments, context.through) : segments;
  return [{
    key: month.from,
    kind: 'period',
    dueOn: inArrears ? addDays(last, 1) : firstDay,
    period: { from: firstDay, to: month.to },
    earned: inArrears,
    parts: () => proratedParts(counted, month, termsOf, context),
  }];
}

interface MonthOfUse {
  readonly context: ClaimContext;
  readonly month: ServicePeriod;
  readonly segments: readonly Segment[];
  readonly place: number;
}

/** Units that the month brings: its share by day of what each of its terms includes. */
function includedUnits(segments: readonly Segment[], month: ServicePeriod): Decimal {
  const days = daysOf(month);
  const sum = segments.reduce((total, { item, period }) => total.plus(decimalOf(item.retainer?.includedUnits ?? '0').times(daysOf(period))), zero);
  return sum.dividedBy(days).toDecimalPlaces(unitDecimals);
}

/** Takes the month's use from the units that expire first, then from its own; the rest is overage. */
function drawUnits(lots: readonly Lot[], { context, month, segments, place }: MonthOfUse): { lots: Lot[]; claims: Claim[] } {
  const item = segments.at(-1)?.item;
  const terms = item?.retainer;
  if (item === undefined || terms === undefined) {
    return { lots: [], claims: [] };
  }
  const entries = entriesIn(context.usage, month);
  let need = totalOf(entries);
  const usable = [...lots.filter((lot) => place - lot.month <= terms.rolloverMonths), { month: place, units: includedUnits(segments, month) }];
  for (const lot of usable) {
    const taken = need.lt(lot.units) ? need : lot.units;
    lot.units = lot.units.minus(taken);
    need = need.minus(taken);
  }
  const left = usable.filter((lot) => lot.units.gt(0) && place + 1 - lot.month <= terms.rolloverMonths);
  const key = `overage~${month.from}`;
  // A month that was billed for overage is looked at again, though there may be none any more.
  const claims = need.isZero() && !context.sold.slots.has(key) ? [] : overageClaim(context, { item, terms, units: need, period: coveredDays(segments, month), key });
  return { lots: atMost(left, terms.rolloverMaximum), claims };
}

const coveredDays = (segments: readonly Segment[], month: ServicePeriod): ServicePeriod => ({
  from: segments[0]?.period.from ?? month.from,
  to: segments.at(-1)?.period.to ?? month.to,
});

/** No more than so many units are carried; the oldest are given up first. */
function atMost(lots: Lot[], maximum: string | undefined): Lot[] {
  if (maximum === undefined) {
    return lots;
  }
  let over = lots.reduce((sum, { units }) => sum.plus(units), zero).minus(decimalOf(maximum));
  for (const lot of lots) {
    if (over.gt(0)) {
      const given = over.lt(lot.units) ? over : lot.units;
      lot.units = lot.units.minus(given);
      over = over.minus(given);
    }
  }
  return lots.filter(({ units }) => units.gt(0));
}

interface Overage {
  readonly item: ContractItem;
  readonly terms: RetainerTerms;
  readonly units: Decimal;
  readonly period: ServicePeriod;
  readonly key: string;
}

function overageClaim(context: ClaimContext, { item, terms, units, period, key }: Overage): Claim[] {
  if (!isOver(context, period)) {
    return [];
  }
  const { overagePrice: unitPrice, unit } = terms;
  const amount = netOf(units.times(decimalOf(unitPrice)), item, context);
  const description = `${item.description}: ${units.toFixed()} ${unit} beyond those included`;
  const parts = units.isZero() ? [] : [{ item, servicePeriod: period, description, amount, units: { quantity: units, unitPrice } }];
  return [{ key, kind: 'usage', dueOn: addDays(period.to, 1), period, earned: true, parts: () => parts }];
}

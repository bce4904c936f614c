import { decimalOf } from '#money';
import { addDays } from '../../dates';
import { isOver, netOf, type Claim, type ClaimContext, type LinePart } from '../claim';
import type { ContractItem, Meter, ServicePeriod, SubscriptionTerms } from '../contract-terms';
import { contractEndsOn } from '../contract.state';
import { periodsFrom } from '../intervals';
import { itemStartsOn, segmentsIn, type Segment } from '../item-terms';
import { entriesIn, totalOf } from '../usage-entries';
import { ratedUnits } from './meter-rating';
import { proratedParts } from './prorated';

/** The plan of every period, in advance or after it, and its metered parts after it. Periods begin after the trial. */
export function subscriptionClaims(context: ClaimContext): Claim[] {
  const { sold, state } = context;
  const first = sold.versions[0]?.item?.subscription;
  if (first === undefined) {
    return [];
  }
  const endsOn = contractEndsOn(state);
  const claims: Claim[] = [];
  for (const period of periodsFrom(addDays(itemStartsOn(sold), first.trialDays ?? 0), first.interval)) {
    if (period.from > context.through || (endsOn !== null && period.from > endsOn && !sold.slots.has(period.from))) {
      break;
    }
    const segments = segmentsIn(state, sold, period);
    claims.push(...planClaim(context, period, segments, first), ...meterClaims(context, period, segments));
  }
  return claims;
}

const termsOf = (item: ContractItem): SubscriptionTerms => item.subscription ?? { plan: '', quantity: '0', unitPrice: '0', interval: { unit: 'month', count: 1 }, timing: 'in-advance' };

/** The last day that is billed: the period's, or that of the item where it ends earlier. */
const lastDay = (segments: readonly Segment[], period: ServicePeriod): string => segments.at(-1)?.period.to ?? period.to;

function planClaim(context: ClaimContext, period: ServicePeriod, segments: readonly Segment[], { timing }: SubscriptionTerms): Claim[] {
  const inArrears = timing === 'in-arrears';
  if (inArrears && !isOver(context, { from: period.from, to: lastDay(segments, period) })) {
    return [];
  }
  const counted = inArrears && context.accrual ? segmentsThrough(segments, context.through) : segments;
  return [{
    key: period.from,
    kind: 'period',
    dueOn: inArrears ? addDays(lastDay(segments, period), 1) : period.from,
    period,
    earned: inArrears,
    parts: () => proratedParts(counted, period, termsOf, context),
  }];
}

/** No more than was done through a day. */
export function segmentsThrough(segments: readonly Segment[], day: string): Segment[] {
  return segments
    .filter(({ period }) => period.from <= day)
    .map(({ period, item }) => ({ item, period: { from: period.from, to: period.to < day ? period.to : day } }));
}

/** A meter as it stands when the period begins, or when it first comes: tiers count per period, so they change with it. */
function metersIn(segments: readonly Segment[]): Map<string, { readonly meter: Meter; readonly item: ContractItem }> {
  const meters = new Map<string, { readonly meter: Meter; readonly item: ContractItem }>();
  for (const { item } of segments) {
    for (const meter of item.subscription?.meters ?? []) {
      if (!meters.has(meter.meter)) {
        meters.set(meter.meter, { meter, item });
      }
    }
  }
  return meters;
}

function meterClaims(context: ClaimContext, period: ServicePeriod, segments: readonly Segment[]): Claim[] {
  const last = lastDay(segments, period);
  if (!isOver(context, { from: period.from, to: last })) {
    return [];
  }
  const used = entriesIn(context.usage, period);
  return [...metersIn(segments).values()].flatMap(({ meter, item }): Claim[] => {
    const entries = used.filter((entry) => entry.meter === meter.meter);
    const total = totalOf(entries);
    if (total.isZero()) return [];
    const fresh = totalOf(entries.filter((entry) => entry.fresh));
    const unitPrice = ratedUnits(meter, total).at(-1)?.unitPrice;
    return [{
      key: `usage~${meter.meter}~${period.from}`,
      kind: 'usage',
      dueOn: addDays(last, 1),
      period,
      earned: true,
      parts: () => ratedUnits(meter, total).flatMap((rated) => ratedParts(rated, { meter, item, servicePeriod: { from: period.from, to: last } }, context)),
      ...(fresh.isZero() || unitPrice === undefined ? {} : { late: { quantity: fresh, unitPrice } }),
    }];
  });
}

interface MeteredLine {
  readonly meter: Meter;
  readonly item: ContractItem;
  readonly servicePeriod: ServicePeriod;
}

function ratedParts(rated: ReturnType<typeof ratedUnits>[number], { meter, item, servicePeriod }: MeteredLine, context: ClaimContext): LinePart[] {
  const { quantity, unitPrice, flatFee } = rated;
  const description = `${item.description}: ${quantity.toFixed()} ${meter.unit} (${meter.meter})`;
  const units: LinePart = { item, servicePeriod, description, amount: netOf(quantity.times(decimalOf(unitPrice)), item, context), units: { quantity, unitPrice } };
  return flatFee === null
    ? [units]
    : [units, {
        item,
        servicePeriod,
        description: `${item.description}: tier fee (${meter.meter})`,
        amount: netOf(decimalOf(flatFee), item, context),
        units: { quantity: decimalOf('1'), unitPrice: flatFee },
      }];
}

import { Decimal, decimalOf, formatMinor, minorOf } from '#money';
import { addDays } from '../../dates';
import { isOver, netOf, owed, type Claim, type ClaimContext, type LinePart } from '../claim';
import type { ContractItem, ServicePeriod } from '../contract-terms';
import { contractEndsOn } from '../contract.state';
import { periodsFrom } from '../intervals';
import { itemStartsOn, termsOn } from '../item-terms';
import { entriesIn, totalOf, type UsageEntry } from '../usage-entries';

/**
 * Hours of every period after it, by the rate of role and day. What lies beyond the cap is billed at nothing. Over the
 * whole contract the cap leaves each period what no other one was billed.
 */
export function hourlyClaims(context: ClaimContext): Claim[] {
  const { sold, state } = context;
  const first = sold.versions[0]?.item?.hourly;
  if (first === undefined || context.usage.length === 0) {
    return [];
  }
  const claims: Claim[] = [];
  let claimed = [...sold.slots.values()].reduce((sum, { net }) => sum + net, 0n);
  for (const period of periodsFrom(itemStartsOn(sold), first.interval)) {
    const last = earlierDay(contractEndsOn(state), period.to);
    if (period.from > earlierDay(last, context.through) || !isOver(context, { from: period.from, to: last })) {
      break;
    }
    const entries = entriesIn(context.usage, period);
    if (entries.length === 0) continue;
    const key = `usage~${period.from}`;
    const billed = sold.slots.get(key)?.net ?? 0n;
    const uncapped = hourParts(entries, { from: period.from, to: last }, context);
    const room = capOf(context, last, claimed - billed);
    const parts = room === null ? uncapped : upToCap(uncapped, room, context);
    claimed += owed(parts) - billed;
    claims.push({ key, kind: 'usage', dueOn: addDays(last, 1), period: { from: period.from, to: last }, earned: true, parts: () => parts });
  }
  return claims;
}

const earlierDay = (day: string | null, other: string): string => (day !== null && day < other ? day : other);

/** What the period may come to, by the terms of its last day; null: no cap. */
function capOf(context: ClaimContext, day: string, elsewhere: bigint): bigint | null {
  const item = termsOn(context.sold, day) ?? context.sold.versions.findLast((version) => version.item !== null)?.item;
  const cap = item?.hourly?.cap;
  if (cap === undefined) {
    return null;
  }
  const most = minorOf(cap.amount, context.currency.digits);
  const room = cap.per === 'period' ? most : most - elsewhere;
  return room < 0n ? 0n : room;
}

/** One line for each role and rate. */
function hourParts(entries: readonly UsageEntry[], servicePeriod: ServicePeriod, context: ClaimContext): LinePart[] {
  const groups = new Map<string, UsageEntry[]>();
  for (const entry of entries) {
    const key = `${entry.meter}~${entry.day}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [entry]);
    } else {
      group.push(entry);
    }
  }
  return [...groups.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, group]) => groupPart(group, servicePeriod, context));
}

function groupPart(group: readonly UsageEntry[], servicePeriod: ServicePeriod, context: ClaimContext): LinePart[] {
  const [entry] = group;
  const item = entry === undefined ? null : termsOn(context.sold, entry.day);
  if (entry === undefined || !item) {
    return [];
  }
  const unitPrice = rateOf(item, entry.meter, entry.day);
  // Entries are whole minutes, though a third of an hour has no end as a decimal.
  const minutes = totalOf(group).times(60).toDecimalPlaces(0);
  const quantity = minutes.dividedBy(60).toDecimalPlaces(6);
  const amount = netOf(minutes.times(decimalOf(unitPrice)).dividedBy(60), item, context);
  return [{ item, servicePeriod, amount, description: `${item.description}: ${entry.meter}, ${quantity.toFixed()} hours at ${unitPrice}`, units: { quantity, unitPrice } }];
}

/** The rate of a role on a day; a role that is not in force costs nothing, and recording its hours is refused. */
const rateOf = (item: ContractItem, role: string, day: string): string =>
  item.hourly?.rates.filter((rate) => rate.role === role && rate.from <= day).at(-1)?.hourlyRate ?? '0';

/** Lines in order until the cap; the one that reaches it is cut, what follows is shown at nothing. */
function upToCap(parts: readonly LinePart[], room: bigint, context: ClaimContext): LinePart[] {
  let left = room;
  return parts.map((part) => {
    if (part.amount <= left) {
      left -= part.amount;
      return part;
    }
    const amount = left;
    left = 0n;
    return amount === 0n ? beyondCap(part) : { ...part, amount, description: `${part.description}, up to the cap: ${formatMinor(amount, context.currency.digits)}` };
  });
}

const beyondCap = (part: LinePart): LinePart => ({
  ...part,
  amount: 0n,
  description: `${part.description}, beyond the cap`,
  units: { quantity: part.units?.quantity ?? new Decimal(1), unitPrice: '0' },
});


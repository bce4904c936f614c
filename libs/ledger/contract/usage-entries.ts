import { Decimal, decimalOf } from '#money';
import type { UsageRecord } from '../usage/usage.events';
import type { BilledItem } from './contract.events';
import type { Interval, ServicePeriod } from './contract-terms';
import type { ContractState, SoldItem } from './contract.state';
import { intervalsAfter } from './intervals';
import { itemStartsOn, termsOn } from './item-terms';
import { contractEndsOn } from './contract.state';
import { addDays, firstDayOfMonth, lastDayOfMonth, monthOf } from '../dates';

/** So much of a meter, counted in a period from its first day or from a day within. */
export interface UsageEntry {
  readonly meter: string;
  readonly day: string;
  readonly period: ServicePeriod;
  readonly quantity: Decimal;
  /** Not taken up by an assignment yet. */
  readonly fresh: boolean;
}

/** Stands for the meter where a model counts one unit only. */
export const soleMeter = 'units';

/** Everything used of an item, in order of days. Usage outside the item's term, in a trial or of no meter costs nothing. */
export function usageEntries(state: ContractState, sold: SoldItem, records: readonly UsageRecord[]): UsageEntry[] {
  const entries: UsageEntry[] = [...sold.usage.values()].map(({ meter, period, quantity }) => ({
    meter, day: period.from, period, quantity: decimalOf(quantity), fresh: false,
  }));
  const placing = new Placing(sold);
  const endsOn = contractEndsOn(state);
  for (const record of records) {
    if (record.itemId === sold.itemId && (endsOn === null || record.on <= endsOn)) {
      const entry = placing.place(record);
      if (entry !== undefined) {
        entries.push(entry);
      }
    }
  }
  return entries.sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
}

/** Finds the period a record counts in. Records of one period stand together, so the last one found is tried first. */
class Placing {
  private last: ServicePeriod | undefined;

  constructor(private readonly sold: SoldItem) {}

  place(record: UsageRecord): UsageEntry | undefined {
    const item = termsOn(this.sold, record.on);
    const quantity = decimalOf(record.quantity);
    switch (item?.model) {
      case 'hourly': {
        const { hourly } = item;
        if (hourly === undefined || record.meter === undefined) return undefined;
        const period = this.periodOf(record.on, () => periodOf(itemStartsOn(this.sold), hourly.interval, record.on));
        const from = this.rateSince(record.meter, record.on, period);
        return { meter: record.meter, day: from, period: { from, to: period.to }, quantity: wholeSteps(quantity, hourly.incrementMinutes), fresh: true };
      }
      case 'subscription': {
        const { subscription } = item;
        const anchor = addDays(itemStartsOn(this.sold), subscription?.trialDays ?? 0);
        if (subscription === undefined || record.meter === undefined || record.on < anchor) return undefined;
        const period = this.periodOf(record.on, () => periodOf(anchor, subscription.interval, record.on));
        return { meter: record.meter, day: record.on, period, quantity, fresh: true };
      }
      case 'retainer': {
        const month = monthOf(record.on);
        return { meter: soleMeter, day: record.on, period: { from: firstDayOfMonth(month), to: lastDayOfMonth(month) }, quantity, fresh: true };
      }
      default:
        return undefined;
    }
  }

  private periodOf(day: string, find: () => ServicePeriod): ServicePeriod {
    if (this.last === undefined || day < this.last.from || day > this.last.to) {
      this.last = find();
    }
    return this.last;
  }

  /** From which day of the period on the rate of the day is in force: hours at one rate are counted together. */
  private rateSince(role: string, on: string, period: ServicePeriod): string {
    const version = this.sold.versions.findLast(({ from }) => from <= on);
    const rate = version?.item?.hourly?.rates.filter((each) => each.role === role && each.from <= on).at(-1);
    return [period.from, version?.from ?? '', rate?.from ?? ''].reduce((latest, day) => (day > latest ? day : latest));
  }
}

/** Hours of one entry in whole steps, rounded up. */
export function wholeSteps(hours: Decimal, incrementMinutes: number): Decimal {
  return hours.times(60).dividedBy(incrementMinutes).ceil().times(incrementMinutes).dividedBy(60).toDecimalPlaces(12);
}

/** The period that holds a day on or after the anchor, found by halving. */
function periodOf(anchor: string, interval: Interval, day: string): ServicePeriod {
  let low = 0;
  let high = 1;
  while (intervalsAfter(anchor, interval, high) <= day) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (intervalsAfter(anchor, interval, middle) <= day) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return { from: intervalsAfter(anchor, interval, low), to: addDays(intervalsAfter(anchor, interval, high), -1) };
}

/** The entries of a period, out of entries in order of days. */
export function entriesIn(entries: readonly UsageEntry[], period: ServicePeriod): readonly UsageEntry[] {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.day ?? '') < period.from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let end = low;
  while (end < entries.length && (entries[end]?.day ?? '') <= period.to) {
    end += 1;
  }
  return entries.slice(low, end);
}

export const totalOf = (entries: readonly UsageEntry[]): Decimal => entries.reduce((sum, { quantity }) => sum.plus(quantity), new Decimal(0));

/** What the fresh entries come to, per meter and period, to stand with what is billed. */
export function takenUsage(entries: readonly UsageEntry[]): NonNullable<BilledItem['usage']> {
  const sums = new Map<string, { meter: string; period: ServicePeriod; quantity: Decimal }>();
  for (const { meter, period, quantity, fresh } of entries) {
    if (fresh) {
      const key = `${period.from}~${meter}`;
      const sum = sums.get(key);
      sums.set(key, { meter, period, quantity: sum === undefined ? quantity : sum.quantity.plus(quantity) });
    }
  }
  return [...sums.values()].map((sum) => ({ ...sum, quantity: sum.quantity.toFixed() }));
}

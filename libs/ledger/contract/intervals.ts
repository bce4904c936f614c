import { addDays, firstDayOfMonth, lastDayOfMonth, monthOf, nextMonth } from '../dates';
import type { Interval, ServicePeriod } from './contract-terms';

const lastYear = 9999;

/**
 * The day so many intervals after an anchor. Months keep the anchor's day, or the month's last where it has none: from
 * 31 January come 28 February and 31 March, not 28 March.
 */
export function intervalsAfter(anchor: string, { unit, count }: Interval, times: number): string {
  const steps = count * times;
  switch (unit) {
    case 'day':
      return addDays(anchor, steps);
    case 'week':
      return addDays(anchor, 7 * steps);
    case 'month':
      return monthsAfter(anchor, steps);
    case 'year':
      return monthsAfter(anchor, 12 * steps);
  }
}

function monthsAfter(anchor: string, months: number): string {
  const place = Number(anchor.slice(0, 4)) * 12 + Number(anchor.slice(5, 7)) - 1 + months;
  const year = Math.floor(place / 12);
  if (year > lastYear) {
    return `${lastYear}-12-31`;
  }
  const month = `${String(year).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
  const last = lastDayOfMonth(month);
  const wanted = `${month}-${anchor.slice(8)}`;
  return wanted <= last ? wanted : last;
}

/** The periods that follow each other from an anchor on, without end but that of the calendar. */
export function* periodsFrom(anchor: string, interval: Interval): Generator<ServicePeriod> {
  let from = anchor;
  for (let times = 1; from < `${lastYear}-01-01`; times += 1) {
    const next = intervalsAfter(anchor, interval, times);
    yield { from, to: addDays(next, -1) };
    from = next;
  }
}

/** Calendar months from the one of a day on. */
export function* monthsFrom(day: string): Generator<ServicePeriod> {
  let month = monthOf(day);
  while (month < `${lastYear}-12`) {
    yield { from: firstDayOfMonth(month), to: lastDayOfMonth(month) };
    month = nextMonth(month);
  }
}

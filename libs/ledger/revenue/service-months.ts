import type { ServicePeriod } from '../contract/contract-terms';
import { daysBetween, firstDayOfMonth, lastDayOfMonth, monthOf, nextMonth } from '../dates';

/** The days of one calendar month that a service period covers. */
export interface ServiceMonth {
  readonly from: string;
  /** Last covered day of the month; the month's revenue is booked on it. */
  readonly to: string;
  /** Days covered. */
  readonly days: bigint;
  /** Days of the calendar month. */
  readonly daysOfMonth: bigint;
}

const daysIn = (from: string, to: string): bigint => BigInt(daysBetween(from, to) + 1);

/** The calendar months of a period, in order. Precondition: it does not end before it begins. */
export function serviceMonths({ from, to }: ServicePeriod): ServiceMonth[] {
  const months: ServiceMonth[] = [];
  for (let month = monthOf(from); ; month = nextMonth(month)) {
    const [firstDay, lastDay] = [firstDayOfMonth(month), lastDayOfMonth(month)];
    const [first, last] = [firstDay > from ? firstDay : from, lastDay < to ? lastDay : to];
    months.push({ from: first, to: last, days: daysIn(first, last), daysOfMonth: daysIn(firstDay, lastDay) });
    if (lastDay >= to) return months;
  }
}

/** How many calendar months a period touches. */
export function countServiceMonths({ from, to }: ServicePeriod): number {
  const monthsOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return monthsOf(to) - monthsOf(from) + 1;
}

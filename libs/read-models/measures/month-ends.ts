import { sql, type RawBuilder } from 'kysely';
import { addDays, epochDay, firstDayOfMonth, lastDayOfMonth, monthOf } from '#ledger';

/** A calendar month, or the part of it up to the day asked for. */
export interface MonthAsked {
  readonly month: string;
  readonly to: string;
  readonly days: number;
  /** False for a month that the day asked for cuts short. */
  readonly whole: boolean;
}

/** Moves a month: `2024-01` by −1 is `2023-12`. */
export function monthBy(month: string, months: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** Months from the first one to that of the day, the last one no longer than the day. */
export function monthsUpTo(first: string, asOf: string): MonthAsked[] {
  const months: MonthAsked[] = [];
  for (let month = first; month <= monthOf(asOf); month = monthBy(month, 1)) {
    const last = lastDayOfMonth(month);
    const to = last <= asOf ? last : asOf;
    months.push({ month, to, days: epochDay(to) - epochDay(firstDayOfMonth(month)) + 1, whole: to === last });
  }
  return months;
}

/** Epoch days on which figures are taken: the day before the first month, then the end of each. */
export function endsOf(months: readonly MonthAsked[]): number[] {
  return [epochDay(addDays(firstDayOfMonth(months[0]!.month), -1)), ...months.map(({ to }) => epochDay(to))];
}

/** Place of the first end that is not before a day; all days after the last end share the place behind it. */
export function firstEndFrom(ends: readonly number[], day: RawBuilder<unknown>): RawBuilder<unknown> {
  return placed(ends, day, '<=');
}

/** How many ends, from the first on, are not after a day. */
export function endsUpTo(ends: readonly number[], day: RawBuilder<unknown>): RawBuilder<unknown> {
  return placed(ends, day, '<');
}

function placed(ends: readonly number[], day: RawBuilder<unknown>, compare: '<' | '<='): RawBuilder<unknown> {
  const cases = ends.map((end, place) => sql`when ${day} ${sql.raw(compare)} ${sql.raw(String(end))} then ${sql.raw(String(place))}`);
  return sql`(case ${sql.join(cases, sql` `)} else ${sql.raw(String(ends.length))} end)`;
}

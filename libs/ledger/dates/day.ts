/**
 * Calendar days as `YYYY-MM-DD` in the Gregorian calendar, years 0001 to 9999, without a clock and without time
 * zones. Texts in this form sort as the days do, so two days are compared with `<`.
 */

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysPerEra = 146_097;
const daysFromEraStartTo1970 = 719_468;
const dayMax = '9999-12-31';
const dayMin = '0001-01-01';

/** Whether the text is a day that exists: 2010-02-30 is none. */
export function isRealDay(text: string): boolean {
  const match = shape.exec(text);
  if (match === null) {
    return false;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return leap ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function partsOf(day: string): readonly [year: number, month: number, day: number] {
  if (!isRealDay(day)) {
    throw new RangeError(`${JSON.stringify(day.slice(0, 20))} is no calendar day`);
  }
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

/**
 * Days since 1970-01-01, negative before it (Howard Hinnant's days_from_civil: years begin in March, so that the
 * leap day is their last).
 *
 * @throws RangeError when there is no such day; so do all functions here that take a day.
 */
export function epochDay(day: string): number {
  const [year, month, dayOfMonth] = partsOf(day);
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - daysFromEraStartTo1970;
}

/** The day so many days after 1970-01-01; the inverse of `epochDay`. */
export function dayOfEpoch(days: number): string {
  if (!Number.isSafeInteger(days)) {
    throw new RangeError(`${days} is no whole number of days`);
  }
  const shifted = days + daysFromEraStartTo1970;
  const era = Math.floor(shifted / daysPerEra);
  const dayOfEra = shifted - era * daysPerEra;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (year < 1 || year > 9999) {
    throw new RangeError(`day ${days} is outside ${dayMin} to ${dayMax}`);
  }
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** The day so many days later (earlier when negative). */
export const addDays = (day: string, days: number): string => dayOfEpoch(epochDay(day) + days);

/** How many days `later` is after `earlier`; negative when it is before. */
export const daysBetween = (earlier: string, later: string): number => epochDay(later) - epochDay(earlier);

export const laterDay = (left: string, right: string): string => (left >= right ? left : right);

/** `YYYY-MM` of a day: its accounting period. */
export const monthOf = (day: string): string => day.slice(0, 7);

export const yearOf = (day: string): number => partsOf(day)[0];

export const firstDayOfMonth = (month: string): string => `${month}-01`;

export function lastDayOfMonth(month: string): string {
  const [year, number] = partsOf(firstDayOfMonth(month));
  return `${month}-${pad(daysInMonth(year, number), 2)}`;
}

/** The month after, both `YYYY-MM`. */
export function nextMonth(month: string): string {
  const [year, number] = partsOf(firstDayOfMonth(month));
  return number === 12 ? `${pad(year + 1, 4)}-01` : `${pad(year, 4)}-${pad(number + 1, 2)}`;
}

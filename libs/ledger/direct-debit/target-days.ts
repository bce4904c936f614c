import { addDays, epochDay } from '../dates';

/**
 * Whether banks settle euro payments on a day: no Saturday or Sunday, and none of the six holidays of TARGET, which are
 * the same every year and in every country: New Year, Good Friday, Easter Monday, 1 May, 25 and 26 December.
 */
export function isTargetDay(day: string): boolean {
  const weekday = (((epochDay(day) + 4) % 7) + 7) % 7;
  const monthDay = day.slice(5);
  if (weekday === 0 || weekday === 6 || ['01-01', '05-01', '12-25', '12-26'].includes(monthDay)) {
    return false;
  }
  const easter = easterSunday(Number(day.slice(0, 4)));
  return day !== addDays(easter, -2) && day !== addDays(easter, 1);
}

/** The day itself, or the first after it on which banks settle. */
export function targetDayFrom(day: string): string {
  let next = day;
  while (!isTargetDay(next)) {
    next = addDays(next, 1);
  }
  return next;
}

/** Easter in the Gregorian calendar, by the anonymous algorithm of Meeus, Jones and Butcher. */
function easterSunday(year: number): string {
  const [golden, century, yearOfCentury] = [year % 19, Math.floor(year / 100), year % 100];
  const [leapCenturies, centuryLeft] = [Math.floor(century / 4), century % 4];
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCenturies - moonShift + 15) % 30;
  const weekdayShift = (32 + 2 * centuryLeft + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const counted = epact + weekdayShift - 7 * correction + 114;
  return `${String(year).padStart(4, '0')}-${String(Math.floor(counted / 31)).padStart(2, '0')}-${String((counted % 31) + 1).padStart(2, '0')}`;
}

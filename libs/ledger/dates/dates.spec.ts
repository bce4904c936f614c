import * as fc from 'fast-check';
import {
  addDays, dayInZone, dayOfEpoch, daysBetween, epochDay, firstDayOfMonth, isKnownTimeZone, isRealDay, lastDayOfMonth, laterDay, monthOf,
  nextMonth, yearOf,
} from '.';

const anyDay = fc.integer({ min: epochDay('0001-01-01'), max: epochDay('9999-12-31') });

describe('days', () => {
  it.each(['2010-02-28', '2012-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (day) => expect(isRealDay(day)).toBe(true));

  it.each([
    '2010-02-30', '2011-02-29', '1900-02-29', '2010-13-01', '2010-00-10', '2010-04-31', '0000-01-01', '2010-1-1', '20100101', '',
    '2010-01-01T00:00', ' 2010-01-01', '2010-01-01\n',
  ])('%j is none', (day) => {
    expect(isRealDay(day)).toBe(false);
    expect(() => epochDay(day)).toThrow(RangeError);
  });

  it('counts from 1970-01-01', () => {
    expect(epochDay('1970-01-01')).toBe(0);
    expect(epochDay('2000-03-01')).toBe(11_017);
    expect(dayOfEpoch(-1)).toBe('1969-12-31');
    expect(() => dayOfEpoch(0.5)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
  });

  it('agrees with the calendar of the platform on every day, both ways', () => {
    fc.assert(
      fc.property(anyDay, (days) => {
        const day = dayOfEpoch(days);
        expect(isRealDay(day)).toBe(true);
        expect(epochDay(day)).toBe(days);
        expect(Date.parse(`${day}T00:00:00Z`)).toBe(days * 86_400_000);
      }),
      { numRuns: 1000 },
    );
  });

  it('adds and counts days over a leap day', () => {
    expect(addDays('2012-02-28', 2)).toBe('2012-03-01');
    expect(daysBetween('2012-02-28', '2012-03-01')).toBe(2);
    expect(daysBetween('2012-03-01', '2012-02-28')).toBe(-2);
    expect(laterDay('2012-03-01', '2012-02-28')).toBe('2012-03-01');
  });

  it('knows months and years', () => {
    expect([monthOf('2012-02-28'), yearOf('2012-02-28')]).toEqual(['2012-02', 2012]);
    expect([nextMonth('2012-12'), nextMonth('2012-01')]).toEqual(['2013-01', '2012-02']);
    expect([firstDayOfMonth('2012-02'), lastDayOfMonth('2012-02'), lastDayOfMonth('9999-12')]).toEqual(['2012-02-01', '2012-02-29', '9999-12-31']);
  });
});

describe('time zones', () => {
  const newYear = 1_293_840_000_000; // 2011-01-01T00:00Z

  it('say on which day an instant falls', () => {
    expect(dayInZone(newYear, 'Europe/London')).toBe('2011-01-01');
    expect(dayInZone(newYear - 1, 'Europe/London')).toBe('2010-12-31');
    expect(dayInZone(newYear, 'America/New_York')).toBe('2010-12-31');
    expect(dayInZone(newYear - 1, 'Pacific/Auckland')).toBe('2011-01-01');
  });

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'])('%s is known', (zone) => expect(isKnownTimeZone(zone)).toBe(true));

  it.each(['', 'Mars/Olympus', '+01:00', 'EST5EDT; DROP', '../etc', 'A'.repeat(100)])('%j is not', (zone) => {
    expect(isKnownTimeZone(zone)).toBe(false);
    expect(() => dayInZone(newYear, zone)).toThrow(RangeError);
  });
});

import * as fc from 'fast-check';
import { monthOf, nextMonth } from '../dates';
import type { CalendarEvent } from '../period/period.events';
import { Calendar } from './calendar';

const months = Array.from({ length: 14 }, (_, index) => (index < 12 ? `2010-${String(index + 1).padStart(2, '0')}` : `2011-0${index - 11}`));
const month = fc.constantFrom(...months);
const change = fc.record({ entityId: fc.constantFrom('shop', 'mill'), period: month, close: fc.boolean() });
const eventOf = ({ entityId, period, close }: { readonly entityId: string; readonly period: string; readonly close: boolean }): CalendarEvent => ({
  type: close ? 'PeriodClosed' : 'PeriodReopened', data: { entityId, requestId: 'r', period, reason: 'test' },
});

/** The rules as a bookkeeper says them: a set of closed months, up to which a closing reaches back for ever. */
class Model {
  private through = '';
  private readonly open = new Set<string>();

  take(event: CalendarEvent): void {
    const { period } = event.data;
    if (event.type === 'PeriodReopened') {
      if (period <= this.through) this.open.add(period);
      return;
    }
    this.through = period > this.through ? period : this.through;
    [...this.open].filter((open) => open <= period).forEach((open) => this.open.delete(open));
  }

  closed(period: string): boolean {
    return period <= this.through && !this.open.has(period);
  }

  books(day: string): string {
    if (!this.closed(monthOf(day))) return day;
    let next = monthOf(day);
    while (this.closed(next)) next = nextMonth(next);
    return `${next}-01`;
  }
}

describe('laws of the accounting calendar', () => {
  it('books every day into its own open month, or into the first open month after it', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), month, fc.integer({ min: 1, max: 28 }), (changes, period, day) => {
        const calendar = new Calendar();
        const model = new Model();
        for (const event of changes.map(eventOf)) {
          calendar.evolve(event);
          if (event.data.entityId === 'shop') model.take(event);
        }
        const effective = `${period}-${String(day).padStart(2, '0')}`;
        const booked = calendar.postingDate('shop', effective);
        expect(booked).toBe(model.books(effective));
        expect(booked >= effective && !calendar.isClosed('shop', monthOf(booked))).toBe(true);
        expect(months.filter((each) => calendar.isClosed('shop', each))).toEqual(months.filter((each) => model.closed(each)));
        // Asked again with its posting date, the answer stands: booking is done once.
        expect(calendar.postingDate('shop', booked)).toBe(booked);
      }),
      { numRuns: 500 },
    );
  });

  it('closing again changes nothing, and reopening a month undoes the closing of that month alone', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), month, (changes, period) => {
        const calendar = new Calendar();
        changes.map(eventOf).forEach((event) => calendar.evolve(event));
        const closing = eventOf({ entityId: 'shop', period, close: true });
        calendar.evolve(closing);
        const closed = months.filter((each) => calendar.isClosed('shop', each));
        calendar.evolve(closing);
        expect(months.filter((each) => calendar.isClosed('shop', each))).toEqual(closed);
        expect(closed).toEqual(expect.arrayContaining(months.filter((each) => each <= period)));
        expect(calendar.openBefore('shop', period)).toBeUndefined();
        calendar.evolve(eventOf({ entityId: 'shop', period, close: false }));
        expect(months.filter((each) => calendar.isClosed('shop', each))).toEqual(closed.filter((each) => each !== period));
      }),
      { numRuns: 300 },
    );
  });
});

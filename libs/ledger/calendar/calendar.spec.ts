import type { CalendarEvent } from '../period/period.events';
import { Calendar } from './calendar';

const closed = (period: string, entityId = 'shop'): CalendarEvent => ({
  type: 'PeriodClosed', data: { entityId, requestId: `close-${period}`, period, reason: 'month end' },
});
const reopened = (period: string): CalendarEvent => ({
  type: 'PeriodReopened', data: { entityId: 'shop', requestId: `reopen-${period}`, period, reason: 'late invoice' },
});
const calendarAfter = (...events: CalendarEvent[]): Calendar => {
  const calendar = new Calendar();
  for (const event of events) calendar.evolve(event);
  return calendar;
};

describe('the accounting calendar', () => {
  it('keeps the effective date while nothing is closed', () => {
    expect(calendarAfter().postingDate('shop', '2024-02-29')).toBe('2024-02-29');
  });

  it('moves a fact of a closed month to the first day of the next open one', () => {
    expect(calendarAfter(closed('2024-02')).postingDate('shop', '2024-02-29')).toBe('2024-03-01');
    expect(calendarAfter(closed('2024-12')).postingDate('shop', '2024-12-31')).toBe('2025-01-01');
  });

  it('takes every month before a closed one as closed', () => {
    expect(calendarAfter(closed('2024-02')).postingDate('shop', '2019-07-04')).toBe('2024-03-01');
  });

  it('leaves other legal entities alone', () => {
    expect(calendarAfter(closed('2024-02', 'mill')).postingDate('shop', '2024-02-29')).toBe('2024-02-29');
  });

  it('books into a reopened month again, also what belongs before it', () => {
    const calendar = calendarAfter(closed('2024-01'), closed('2024-02'), closed('2024-03'), reopened('2024-02'));
    expect(calendar.postingDate('shop', '2024-02-10')).toBe('2024-02-10');
    expect(calendar.postingDate('shop', '2024-01-10')).toBe('2024-02-01');
    expect(calendar.postingDate('shop', '2024-03-10')).toBe('2024-04-01');
  });

  it('closes a reopened month again', () => {
    const calendar = calendarAfter(closed('2024-02'), reopened('2024-02'), closed('2024-02'));
    expect(calendar.postingDate('shop', '2024-02-10')).toBe('2024-03-01');
  });
});

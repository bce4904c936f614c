import { monthOf, nextMonth } from '../dates';
import type { CalendarEvent, PeriodClosed, PeriodReopened } from '../period/period.events';

interface EntityCalendar {
  /** The latest month closed so far; every month up to it is closed unless it was reopened. */
  closedThrough: string;
  readonly reopened: Set<string>;
}

/**
 * The accounting calendar as it stands at one place in the log: a fold of PeriodClosed and PeriodReopened of every
 * legal entity, in log order. A month nobody closed is open.
 *
 * The owner folds events in log order and asks between them, so the log settles every race and nothing reads a clock.
 */
export class Calendar {
  readonly #entities = new Map<string, EntityCalendar>();

  evolve(event: CalendarEvent): void {
    switch (event.type) {
      case 'PeriodClosed':
        this.#close(event.data);
        return;
      case 'PeriodReopened':
        this.#reopen(event.data);
        return;
    }
  }

  isClosed(entityId: string, month: string): boolean {
    const entity = this.#entities.get(entityId);
    return entity !== undefined && month <= entity.closedThrough && !entity.reopened.has(month);
  }

  /** The latest reopened month before a month; undefined when all before it are closed with it, or nothing is. */
  openBefore(entityId: string, month: string): string | undefined {
    const open = [...(this.#entities.get(entityId)?.reopened ?? [])].filter((reopened) => reopened < month);
    return open.sort().at(-1);
  }

  /**
   * The day a fact is booked on: its effective date while that period is open here, else the first day of the first
   * open period after it. Both dates are `YYYY-MM-DD`.
   */
  postingDate(entityId: string, effectiveDate: string): string {
    const month = monthOf(effectiveDate);
    if (!this.isClosed(entityId, month)) return effectiveDate;
    const entity = this.#entities.get(entityId)!;
    let first = nextMonth(entity.closedThrough);
    for (const open of entity.reopened) {
      if (open > month && open < first) first = open;
    }
    return `${first}-01`;
  }

  /** Closing a month closes all before it as well, also one that had been reopened. */
  #close({ entityId, period }: PeriodClosed['data']): void {
    const entity = this.#entities.get(entityId);
    if (entity === undefined) {
      this.#entities.set(entityId, { closedThrough: period, reopened: new Set() });
      return;
    }
    if (period > entity.closedThrough) {
      entity.closedThrough = period;
    }
    for (const month of entity.reopened) {
      if (month <= period) entity.reopened.delete(month);
    }
  }

  #reopen({ entityId, period }: PeriodReopened['data']): void {
    const entity = this.#entities.get(entityId);
    if (entity !== undefined && period <= entity.closedThrough) entity.reopened.add(period);
  }
}

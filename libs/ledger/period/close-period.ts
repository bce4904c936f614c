import { recall } from '../account/repeated-request';
import { monthOf, nextMonth } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { PeriodClosed } from './period.events';
import type { PeriodState } from './period.state';

/** Closes a month, and every month before it, for one legal entity. */
export interface ClosePeriod {
  readonly entityId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** `YYYY-MM`. */
  readonly period: string;
  readonly reason: string;
  /** Today in the entity's time zone. */
  readonly today: string;
}

export interface PeriodAnswer {
  readonly entityId: string;
  readonly period: string;
  readonly state: 'closed' | 'open';
  /** The first month that takes facts of this one from here on. */
  readonly booksInto: string;
}

/**
 * From the place of its event in the log on, facts of this month and of all before it are booked in the first open month
 * after it. A month that is closed with all before it is closed already: that changes nothing. One whose earlier months
 * were reopened closes them again.
 */
export function decideClosePeriod(command: ClosePeriod, state: PeriodState): Decision<PeriodClosed, PeriodAnswer> {
  const { entityId, requestId, period, reason, today } = command;
  const subject = { key: `closing:${requestId}`, code: 'PERIOD.CONFLICT', what: `Closing ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], closedAnswer(command));
  }
  if (period >= monthOf(today)) {
    const message = `${period} has not ended: it is ${today} where ${entityId} is. Close it when its last day has passed.`;
    return refuse(refusal('invalid', 'PERIOD.NOT_ENDED', message, { entityId, period, today }));
  }
  const { calendar } = state;
  if (calendar.isClosed(entityId, period) && calendar.openBefore(entityId, period) === undefined) {
    return accept([], closedAnswer(command));
  }
  return accept([{ type: 'PeriodClosed', data: { entityId, requestId, period, reason } }], closedAnswer(command));
}

/** As it stands right after closing: nothing up to the month is open, so the next one takes its facts. */
const closedAnswer = ({ entityId, period }: ClosePeriod): PeriodAnswer => ({ entityId, period, state: 'closed', booksInto: nextMonth(period) });

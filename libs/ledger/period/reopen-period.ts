import { recall } from '../account/repeated-request';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { PeriodAnswer } from './close-period';
import type { PeriodReopened } from './period.events';
import type { PeriodState } from './period.state';

/** Lets one closed month take facts again. Who asked stands in the event's metadata. */
export interface ReopenPeriod {
  readonly entityId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** `YYYY-MM`. */
  readonly period: string;
  readonly reason: string;
}

/** What was booked elsewhere while the month was closed stays there: reopening counts from its place in the log on. */
export function decideReopenPeriod(command: ReopenPeriod, state: PeriodState): Decision<PeriodReopened, PeriodAnswer> {
  const { entityId, requestId, period, reason } = command;
  const subject = { key: `reopening:${requestId}`, code: 'PERIOD.CONFLICT', what: `Reopening ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const answer: PeriodAnswer = { entityId, period, state: 'open', booksInto: period };
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (known.kind === 'repeated') {
    return accept([], answer);
  }
  if (!state.calendar.isClosed(entityId, period)) {
    return refuse(refusal('conflict', 'PERIOD.NOT_CLOSED', `${period} of ${entityId} is open; there is nothing to reopen.`, { entityId, period }));
  }
  return accept([{ type: 'PeriodReopened', data: { entityId, requestId, period, reason } }], answer);
}

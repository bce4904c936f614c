import { accept, type Decision } from '../refusal';
import type { PeriodTotalsRecorded } from './period.events';
import type { PeriodState } from './period.state';

export type RecordPeriodTotals = PeriodTotalsRecorded['data'];

/**
 * Puts the figures of a closed month on record, once per closing.
 *
 * @throws Error when the closing was never made, or when its totals are on record with other figures: they are a
 * function of the log up to the closing, and can never come out otherwise.
 */
export function decideRecordTotals(command: RecordPeriodTotals, state: PeriodState): Decision<PeriodTotalsRecorded, { readonly requestId: string }> {
  const { requestId, period } = command;
  const closing = state.closings.get(requestId);
  if (closing === undefined || closing.data.period !== period) {
    throw new Error(`totals of ${period} belong to closing ${requestId}, which was never made`);
  }
  const { totals } = closing;
  if (totals === null) {
    return accept([{ type: 'PeriodTotalsRecorded', data: command }], { requestId });
  }
  if (totals.cutOff !== command.cutOff || totals.bodyHash !== command.bodyHash) {
    throw new Error(`totals of ${period}, closing ${requestId}, are on record with other figures`);
  }
  return accept([], { requestId });
}

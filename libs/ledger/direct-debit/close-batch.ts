import { accept, type Decision } from '../refusal';
import type { DirectDebitBatchClosed } from './direct-debit.events';
import type { DirectDebitBatchState } from './direct-debit.state';

/** Every planned debit is claimed or dropped. Closed before, it stays as it was closed. */
export function decideCloseDirectDebitBatch(data: DirectDebitBatchClosed['data'], state: DirectDebitBatchState): Decision<DirectDebitBatchClosed, DirectDebitBatchClosed['data']> {
  if (state.planned === null) {
    throw new Error(`batch ${data.batchId} is closed before it was planned`);
  }
  if (state.planned.debits.length !== data.ordered + data.dropped.length) {
    throw new Error(`batch ${data.batchId} has ${state.planned.debits.length} debits, not ${data.ordered + data.dropped.length}`);
  }
  return state.closed === null ? accept([{ type: 'DirectDebitBatchClosed', data }], data) : accept([], state.closed);
}

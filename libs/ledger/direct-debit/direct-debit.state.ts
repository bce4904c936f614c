import type { StreamFold } from '../refusal';
import type { DirectDebitBatchClosed, DirectDebitBatchEvent, DirectDebitBatchPlanned } from './direct-debit.events';

/** One batch: its frozen plan, and once every debit is claimed or dropped, how it ended. */
export interface DirectDebitBatchState {
  planned: DirectDebitBatchPlanned['data'] | null;
  closed: DirectDebitBatchClosed['data'] | null;
  inputHash: string | null;
}

export const directDebitBatchFold: StreamFold<DirectDebitBatchState, DirectDebitBatchEvent> = {
  initial: () => ({ planned: null, closed: null, inputHash: null }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'DirectDebitBatchPlanned':
        state.planned = event.data;
        state.inputHash = inputHash;
        return state;
      case 'DirectDebitBatchClosed':
        state.closed = event.data;
        return state;
    }
  },
};

import type { StreamFold } from '../refusal';
import type { ReturnAssigned, ReturnEvent, ReturnReceived } from './return.events';

export type ReturnFacts = ReturnReceived['data'];
export type CreditAssignment = ReturnAssigned['data'];

export interface ReturnState {
  received: ReturnFacts | null;
  inputHash: string | null;
  assignment: CreditAssignment | null;
}

export const returnFold: StreamFold<ReturnState, ReturnEvent> = {
  initial: () => ({ received: null, inputHash: null, assignment: null }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'ReturnReceived':
        state.received = event.data;
        state.inputHash = inputHash;
        return state;
      case 'ReturnAssigned':
        state.assignment = event.data;
        return state;
    }
  },
};

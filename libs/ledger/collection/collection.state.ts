import type { StreamFold } from '../refusal';
import type { CollectionEvent } from './collection.events';

/** The collector's record of one account: which skipped steps it holds. */
export interface CollectionState {
  readonly skipped: Set<string>;
}

type Skip = Pick<CollectionEvent['data'], 'invoiceId' | 'instalment' | 'policyId' | 'policyVersion' | 'step'>;

/** One item, step and policy version. The numbers stand first, so that no id can imitate another key. */
export const skipKey = ({ invoiceId, instalment, policyId, policyVersion, step }: Skip): string =>
  JSON.stringify([instalment, policyVersion, policyId, step, invoiceId]);

export const collectionFold: StreamFold<CollectionState, CollectionEvent> = {
  initial: () => ({ skipped: new Set() }),
  evolve: (state, event) => {
    state.skipped.add(skipKey(event.data));
    return state;
  },
};

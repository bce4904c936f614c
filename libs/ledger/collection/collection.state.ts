import type { StreamFold } from '../refusal';
import type { CollectionEvent, ContactLogged, ReminderSkipped } from './collection.events';

/** The collector's record of one account: which skipped steps it holds, and what was said. */
export interface CollectionState {
  readonly skipped: Set<string>;
  /** By contact id, with the hash of what was first said. */
  readonly contacts: Map<string, { readonly logged: ContactLogged['data']; readonly inputHash: string }>;
}

type Skip = Pick<ReminderSkipped['data'], 'invoiceId' | 'instalment' | 'policyId' | 'policyVersion' | 'step'>;

/** One item, step and policy version. The numbers stand first, so that no id can imitate another key. */
export const skipKey = ({ invoiceId, instalment, policyId, policyVersion, step }: Skip): string =>
  JSON.stringify([instalment, policyVersion, policyId, step, invoiceId]);

export const collectionFold: StreamFold<CollectionState, CollectionEvent> = {
  initial: () => ({ skipped: new Set(), contacts: new Map() }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'ReminderSkipped':
        state.skipped.add(skipKey(event.data));
        return state;
      case 'ContactLogged':
        state.contacts.set(event.data.contactId, { logged: event.data, inputHash });
        return state;
    }
  },
};

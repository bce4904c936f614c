import type { StreamFold } from '../refusal';
import type { CollectionEvent, ContactLogged, ReminderSkipped } from './collection.events';

/** The collector's record of one account: which skipped steps it holds, and what was said. */
export interface CollectionState {
  readonly skipped: Set<string>;
  /** The last skip on record of each item, by `itemKey`. */
  readonly lastSkips: Map<string, ReminderSkipped['data']>;
  /** By contact id, with the hash of what was first said. */
  readonly contacts: Map<string, { readonly logged: ContactLogged['data']; readonly inputHash: string }>;
}

type Skip = Pick<ReminderSkipped['data'], 'invoiceId' | 'instalment' | 'policyId' | 'policyVersion' | 'step'>;

/** One item, step and policy version. The numbers stand first, so that no id can imitate another key. */
export const skipKey = ({ invoiceId, instalment, policyId, policyVersion, step }: Skip): string =>
  JSON.stringify([instalment, policyVersion, policyId, step, invoiceId]);

export const itemKey = ({ invoiceId, instalment }: Pick<Skip, 'invoiceId' | 'instalment'>): string => JSON.stringify([instalment, invoiceId]);

export const collectionFold: StreamFold<CollectionState, CollectionEvent> = {
  initial: () => ({ skipped: new Set(), lastSkips: new Map(), contacts: new Map() }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'ReminderSkipped':
        state.skipped.add(skipKey(event.data));
        state.lastSkips.set(itemKey(event.data), event.data);
        return state;
      case 'ContactLogged':
        state.contacts.set(event.data.contactId, { logged: event.data, inputHash });
        return state;
    }
  },
};

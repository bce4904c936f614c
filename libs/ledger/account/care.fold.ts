import type { AccountState } from './account.state';
import type { CareEvent } from './care.events';

/** Promises, agencies and direct debits: no money moves. */
export function applyCareEvent(state: AccountState, event: CareEvent, inputHash: string): void {
  const { promises, handOvers, directDebits } = state.care;
  switch (event.type) {
    case 'PromiseGiven':
      promises.set(event.data.promiseId, { given: event.data, withdrawn: null });
      state.requests.set(`promise:${event.data.promiseId}`, inputHash);
      return undefined;
    case 'PromiseWithdrawn':
      known(promises, event.data.promiseId).withdrawn = event.data;
      state.requests.set(`promise-withdrawn:${event.data.requestId}`, inputHash);
      return undefined;
    case 'HandedToCollections':
      handOvers.set(event.data.handoverId, { handed: event.data, recalled: null });
      state.requests.set(`hand-over:${event.data.handoverId}`, inputHash);
      return undefined;
    case 'RecalledFromCollections':
      known(handOvers, event.data.handoverId).recalled = event.data;
      state.requests.set(`recall:${event.data.requestId}`, inputHash);
      return undefined;
    case 'DirectDebitOrdered':
      directDebits.set(event.data.directDebitId, { ordered: event.data, ended: null });
      state.requests.set(`direct-debit:${event.data.directDebitId}`, inputHash);
      return undefined;
    case 'DirectDebitEnded':
      known(directDebits, event.data.directDebitId).ended = event.data;
      return undefined;
  }
}

function known<Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry {
  const entry = entries.get(id);
  if (entry === undefined) {
    throw new Error(`the account speaks of ${id} before it was there`);
  }
  return entry;
}

import type { DirectDebitEnded, DirectDebitOrdered, HandedToCollections, PromiseGiven, PromiseWithdrawn, RecalledFromCollections } from './care.events';

/** A promise to pay and what became of it; whether it was kept follows from the items and the day. */
export interface Promised {
  readonly given: PromiseGiven['data'];
  withdrawn: PromiseWithdrawn['data'] | null;
}

export interface HandOver {
  readonly handed: HandedToCollections['data'];
  recalled: RecalledFromCollections['data'] | null;
}

export interface DirectDebit {
  readonly ordered: DirectDebitOrdered['data'];
  ended: DirectDebitEnded['data'] | null;
}

/** By id, in the order of the log. */
export interface CareState {
  readonly promises: Map<string, Promised>;
  readonly handOvers: Map<string, HandOver>;
  readonly directDebits: Map<string, DirectDebit>;
}

export const initialCare = (): CareState => ({ promises: new Map(), handOvers: new Map(), directDebits: new Map() });

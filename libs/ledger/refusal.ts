/** Plain values only, so that a refusal can be answered, logged and compared. Holds no personal data. */
export type RefusalData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** How a refusal reads at the edge: wrong input, no such thing, at odds with what is on record, or not for them to do. */
export type RefusalKind = 'invalid' | 'not-found' | 'conflict' | 'forbidden';

/** A command was understood and is not done. A value, never thrown; nothing was written. */
export interface Refusal {
  /** Stable: `INVOICE.ALREADY_ISSUED`. */
  readonly code: string;
  readonly kind: RefusalKind;
  /** What, which, and what to do, in one or two sentences. */
  readonly message: string;
  readonly data: RefusalData;
}

export function refusal(kind: RefusalKind, code: string, message: string, data: RefusalData = {}): Refusal {
  return { kind, code, message, data };
}

/** What a decider answers: events to append (none: it was done before) with the answer, or a refusal. */
export type Decision<Event, Answer> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[]; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const accept = <Event, Answer>(events: readonly Event[], answer: Answer): Decision<Event, Answer> => ({
  kind: 'accepted',
  events,
  answer,
});

export const refuse = (reason: Refusal): { readonly kind: 'refused'; readonly refusal: Refusal } => ({
  kind: 'refused',
  refusal: reason,
});

/**
 * A pure fold of one stream family. `evolve` may return the same object, changed: the owner never shares it.
 * `inputHash` is the one in the event's metadata: with it a fold knows a request that is sent again from one that only
 * has the same id.
 */
export interface StreamFold<State, Event> {
  readonly initial: () => State;
  readonly evolve: (state: State, event: Event, revision: number, inputHash: string) => State;
}

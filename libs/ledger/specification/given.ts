import { Value } from '@sinclair/typebox/value';
import { eventDefinitions } from '../event-registry';
import type { DomainEvent } from '../event-definition';
import type { Decision, StreamFold } from '../refusal';

/** The input hash under which `when` records what was decided. */
export const presentHash = 'v1:present';

/** Given a stream's events, when something is decided on it, then … The stream is carried on, for the next `when`. */
export class Given<State, Event extends DomainEvent> {
  constructor(
    private readonly fold: StreamFold<State, Event>,
    readonly events: readonly Event[],
    private readonly hashes: readonly string[],
  ) {}

  get state(): State {
    return foldFrom(this.fold, this.fold.initial(), this.events, { revision: 0, hashes: this.hashes });
  }

  when<Answer>(decide: (state: State) => Decision<Event, Answer>, inputHash = presentHash): Decided<State, Event, Answer> {
    const decision = decide(this.state);
    const added = decision.kind === 'accepted' ? decision.events : [];
    added.forEach(assertFitsSchema);
    const next = new Given(this.fold, [...this.events, ...added], [...this.hashes, ...added.map(() => inputHash)]);
    return new Decided(decision, next);
  }
}

export class Decided<State, Event extends DomainEvent, Answer> {
  constructor(
    readonly decision: Decision<Event, Answer>,
    /** The stream with what was decided. */
    readonly then: Given<State, Event>,
  ) {}

  get events(): readonly Event[] {
    return this.accepted.events;
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }

  get answer(): Answer {
    return this.accepted.answer;
  }

  /** The refusal's code, or what was accepted instead. */
  get refused(): string {
    return this.decision.kind === 'refused' ? this.decision.refusal.code : `accepted: ${this.types.join(', ')}`;
  }

  private get accepted(): Extract<Decision<Event, Answer>, { kind: 'accepted' }> {
    if (this.decision.kind === 'refused') {
      throw new Error(`refused: ${this.decision.refusal.code} ${this.decision.refusal.message}`);
    }
    return this.decision;
  }
}

export const given = <State, Event extends DomainEvent>(fold: StreamFold<State, Event>, ...events: NoInfer<Event>[]): Given<State, Event> =>
  new Given(fold, events, events.map(() => 'v1:earlier'));

/** Folds events on top of a state, as when a stream is caught up. */
export function foldFrom<State, Event>(
  fold: StreamFold<State, Event>,
  start: State,
  events: readonly Event[],
  from: { readonly revision: number; readonly hashes?: readonly string[] },
): State {
  return events.reduce(
    (state, event, index) => fold.evolve(state, event, from.revision + index, from.hashes?.[index] ?? 'v1:earlier'),
    start,
  );
}

/** @throws Error naming the field that the store's schema would refuse. */
export function assertFitsSchema(event: DomainEvent): void {
  const definition = eventDefinitions.find(({ type }) => type === event.type);
  const error = definition === undefined ? undefined : Value.Errors(definition.schema, event.data).First();
  if (definition === undefined || error !== undefined) {
    throw new Error(`${event.type} ${error === undefined ? 'is not registered' : `${error.path}: ${error.message}, not ${JSON.stringify(error.value)}`}`);
  }
}

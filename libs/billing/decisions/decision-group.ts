import type { EventCodec, EventOrigin, EventToAppend } from '#event-store';
import { refusal, streamName, type Decision, type DomainEvent, type Refusal } from '#ledger';
import type { Folded, StreamFamily } from './folded-streams';

/** Groups are cut at this size by our own count, far below the store's 1 MiB. */
const groupBytesMax = 256 * 1024;
/** A decision above this is refused: its facts, with their envelopes, must fit one append everywhere. */
const factBytesMax = 900 * 1024;
const groupCommandsMax = 500;

/** A command waiting for its decision. */
export interface Waiting<State, Event> {
  readonly decide: (state: State, revision: number) => Decision<Event, unknown>;
  readonly origin: EventOrigin;
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly fail: (error: unknown) => void;
}

export type Outcome<Answer> =
  | {
      readonly kind: 'accepted';
      readonly answer: Answer;
      /** Revision of the last event this decision wrote; null when it wrote none. */
      readonly revision: number | null;
      /** Place in the log to wait for before reading; null when nothing was written. */
      readonly position: string | null;
      readonly events: readonly DomainEvent[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly message: string };

export type Attempt<Event> = Decision<Event, unknown> | { readonly kind: 'threw'; readonly error: unknown };

/** The decisions that leave as one append to one stream. Frozen once it is sent. */
export class DecisionGroup<State, Event extends DomainEvent> {
  readonly stream: string;
  readonly wire: EventToAppend[] = [];
  readonly events: Event[] = [];
  readonly inputHashes: string[] = [];
  readonly attempts: { readonly attempt: Attempt<Event>; readonly lastRevision: number | null }[] = [];
  private bytes = 0;

  constructor(
    private readonly family: StreamFamily<State, Event>,
    private readonly codec: EventCodec,
    id: string,
    /** Revision the stream must have, −1 for no stream. */
    public expected: number,
  ) {
    this.stream = streamName(family.category, id);
  }

  get isFull(): boolean {
    return this.attempts.length >= groupCommandsMax || this.bytes >= groupBytesMax;
  }

  static attempt<State, Event>(waiting: Waiting<State, Event>, folded: Folded<State>): Attempt<Event> {
    try {
      return waiting.decide(folded.state, folded.revision);
    } catch (error) {
      return { kind: 'threw', error };
    }
  }

  /**
   * Takes a decision into the group and folds its events into `folded`. False: it fits no more, and leaves with the
   * next group.
   */
  take(attempt: Attempt<Event>, origin: EventOrigin, folded: Folded<State>): boolean {
    if (attempt.kind !== 'accepted') {
      this.attempts.push({ attempt, lastRevision: null });
      return true;
    }
    const encoded = attempt.events.map((event, index) => this.codec.encode(this.stream, folded.revision + index + 1, event, origin));
    const bytes = encoded.reduce((sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata), 0);
    const [first] = encoded;
    if (bytes > factBytesMax && first !== undefined) {
      this.attempts.push({ attempt: { kind: 'refused', refusal: tooLarge(first.type, bytes) }, lastRevision: null });
      return true;
    }
    if (this.bytes > 0 && this.bytes + bytes > factBytesMax) {
      return false;
    }
    for (const event of attempt.events) {
      folded.state = this.family.fold.evolve(folded.state, event, folded.revision + 1, origin.inputHash);
      folded.revision += 1;
      this.inputHashes.push(origin.inputHash);
    }
    this.bytes += bytes;
    this.wire.push(...encoded);
    this.events.push(...attempt.events);
    this.attempts.push({ attempt, lastRevision: encoded.length > 0 ? folded.revision : null });
    return true;
  }

  /** Answers the commands of the group once it is stored at `position`. */
  settle(commands: readonly Waiting<State, Event>[], position: string | null): void {
    commands.forEach((waiting, index) => {
      const decided = this.attempts[index];
      if (decided === undefined) {
        throw new Error(`a command on ${this.stream} left its group undecided`);
      }
      const { attempt, lastRevision } = decided;
      if (attempt.kind === 'threw') {
        waiting.fail(attempt.error);
      } else if (attempt.kind === 'refused') {
        waiting.settle(attempt);
      } else {
        const place = lastRevision === null ? null : position;
        waiting.settle({ kind: 'accepted', answer: attempt.answer, revision: lastRevision, position: place, events: attempt.events });
      }
    });
  }
}

const tooLarge = (type: string, bytes: number): Refusal =>
  refusal(
    'invalid',
    'FACT.TOO_LARGE',
    `${type} would take ${bytes} bytes; what is decided at once holds at most ${factBytesMax}. Split it.`,
    { type, bytes, bytesMax: factBytesMax },
  );

import type { EventCodec, EventStore } from '#event-store';
import { streamName, type Category, type DomainEvent, type StreamFold } from '#ledger';
import { LruCache } from './lru-cache';

/** A folded stream. Its decision stream alone changes it. */
export interface Folded<State> {
  state: State;
  /** Revision of the last event folded in, −1 for none. */
  revision: number;
  /** When the log was last seen to end here, in clock milliseconds. */
  caughtUpAt: number;
}

/** A disposable starting point for a long stream, checked against the log by the event id at its revision. */
export interface Snapshot<State> {
  readonly state: State;
  readonly revision: number;
  readonly eventId: string;
}

/** One event that is stored, and the state it was folded into. */
export interface StoredFact<State, Event> {
  readonly streamId: string;
  readonly event: Event;
  readonly revision: number;
  readonly eventId: string;
  readonly inputHash: string;
  /** May be relieved of what served only until the event was stored. */
  readonly state: State;
}

export interface StreamFamily<State, Event extends DomainEvent> {
  readonly category: Category;
  readonly fold: StreamFold<State, Event>;
  /** How many folded streams stay in memory. */
  readonly cachedStreams: number;
  /** Where a stream's fold may start instead of at zero; told to drop what does not fit the log. */
  readonly snapshots?: {
    readonly find: (streamId: string) => Snapshot<State> | null;
    readonly discard: (streamId: string) => void;
  };
  /** Told of every event that is stored, in order, once it is: on load and after an append. */
  readonly onStored?: (fact: StoredFact<State, Event>) => void;
}

/** The folded streams of one family: kept while they are in use, else folded from the log. */
export class FoldedStreams<State, Event extends DomainEvent> {
  private readonly cache: LruCache<string, Folded<State>>;

  constructor(
    readonly family: StreamFamily<State, Event>,
    private readonly store: EventStore,
    private readonly codec: EventCodec,
    private readonly now: () => number,
  ) {
    this.cache = new LruCache(family.cachedStreams);
  }

  cached(id: string): Folded<State> | undefined {
    return this.cache.get(id);
  }

  keep(id: string, folded: Folded<State>): void {
    this.cache.set(id, folded);
  }

  drop(id: string): void {
    this.cache.delete(id);
  }

  /** Everything is folded from the log again. */
  forget(): void {
    this.cache.clear();
  }

  empty(): Folded<State> {
    return { state: this.family.fold.initial(), revision: -1, caughtUpAt: 0 };
  }

  /** Folds a stream to its present end. */
  async load(id: string): Promise<Folded<State>> {
    const folded = (await this.trustedSnapshot(id)) ?? this.empty();
    await this.catchUp(id, folded);
    return folded;
  }

  /**
   * Folds in what was appended since.
   *
   * @throws Error when the stream holds a foreign event or skips a revision: deciding on it would be deciding blind.
   */
  async catchUp(id: string, folded: Folded<State>): Promise<void> {
    const stream = streamName(this.family.category, id);
    const asked = this.now();
    for await (const recorded of this.store.readStream(stream, { from: folded.revision + 1 })) {
      const stored = this.codec.decode(recorded);
      if (stored === null || recorded.revision !== folded.revision + 1) {
        throw new Error(
          `${stream}: revision ${recorded.revision} after ${folded.revision} is missing its predecessor or belongs to another ledger; run \`daybook verify\``,
        );
      }
      const event = { type: stored.type, data: stored.data } as Event;
      const { inputHash } = stored.metadata;
      folded.state = this.family.fold.evolve(folded.state, event, recorded.revision, inputHash);
      folded.revision = recorded.revision;
      this.family.onStored?.({ streamId: id, event, revision: recorded.revision, eventId: recorded.id, inputHash, state: folded.state });
    }
    folded.caughtUpAt = asked;
  }

  private async trustedSnapshot(id: string): Promise<Folded<State> | null> {
    const snapshot = this.family.snapshots?.find(id) ?? null;
    if (snapshot === null) {
      return null;
    }
    const stream = streamName(this.family.category, id);
    for await (const recorded of this.store.readStream(stream, { from: snapshot.revision, maxCount: 1 })) {
      if (recorded.id === snapshot.eventId) {
        return { state: snapshot.state, revision: snapshot.revision, caughtUpAt: 0 };
      }
    }
    this.family.snapshots?.discard(id);
    return null;
  }
}

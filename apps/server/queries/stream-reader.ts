import { Inject, Injectable } from '@nestjs/common';
import { streamName, type Category, type DomainEvent, type StreamFold } from '#ledger';
import type { StoredEvent } from '#event-store';
import { LEDGER, type LedgerAccess } from '../ledger-access';

export interface Folded<State> {
  readonly state: State;
  /** Revision of the last event: the resource's ETag. */
  readonly revision: number;
}

/** Reads what a stream says now, straight from the log: never behind what was just written. */
@Injectable()
export class StreamReader {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  /** Null when the stream does not exist. For families whose streams are short. */
  async fold<State, Event extends DomainEvent>(category: Category, id: string, fold: StreamFold<State, Event>): Promise<Folded<State> | null> {
    let state = fold.initial();
    let revision: number | null = null;
    for await (const stored of this.events(category, id)) {
      // The category says which family's events its streams hold.
      state = fold.evolve(state, { type: stored.type, data: stored.data } as Event, stored.revision, stored.metadata.inputHash);
      revision = stored.revision;
    }
    return revision === null ? null : { state, revision };
  }

  /** Revision of the last event of a stream, or null when there is none. */
  async revision(category: Category, id: string): Promise<number | null> {
    for await (const recorded of this.ledger.store.readStream(streamName(category, id), { direction: 'backwards', maxCount: 1 })) {
      return recorded.revision;
    }
    return null;
  }

  async *events(category: Category, id: string): AsyncGenerator<StoredEvent> {
    for await (const recorded of this.ledger.store.readStream(streamName(category, id))) {
      const stored = this.ledger.codec.decode(recorded);
      if (stored !== null) {
        yield stored;
      }
    }
  }
}

import type { EventCodec, EventStore, StoredEvent } from '#event-store';
import { streamName, type Category, type DomainEvent, type StreamFold } from '#ledger';

/** What is read without deciding: beside the writer, also by another process. */
export interface LogSource {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly codec: EventCodec;
}

export async function* streamEvents({ store, codec }: LogSource, category: Category, id: string): AsyncGenerator<StoredEvent> {
  for await (const recorded of store.readStream(streamName(category, id))) {
    const stored = codec.decode(recorded);
    if (stored !== null) {
      yield stored;
    }
  }
}

/** A stream's state from its events; the initial one where there is no stream. */
export async function foldStream<State, Event extends DomainEvent>(source: LogSource, category: Category, id: string, fold: StreamFold<State, Event>): Promise<State> {
  let state = fold.initial();
  for await (const stored of streamEvents(source, category, id)) {
    // The category says which family's events its streams hold.
    state = fold.evolve(state, { type: stored.type, data: stored.data } as Event, stored.revision, stored.metadata.inputHash);
  }
  return state;
}

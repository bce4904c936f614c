import type { EventCodec, EventStore, RecordedEvent, StoredEvent } from '#event-store';
import type { LedgerEvent } from '#ledger';

/** An own event at its place in the ledger. */
export interface LoggedEvent {
  /** Count of own events up to this one, from 1. */
  readonly sequence: number;
  /** Running maximum of the stamps, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
  readonly event: StoredEvent;
  readonly fact: LedgerEvent;
  readonly recorded: RecordedEvent;
}

export interface LogSource {
  readonly store: EventStore;
  readonly codec: EventCodec;
}

/** Yields the own events of the log in order; foreign ones, links and `$` events never count. */
export async function* ownEvents({ store, codec }: LogSource): AsyncGenerator<LoggedEvent> {
  let sequence = 0;
  let recordedAt = 0;
  for await (const page of store.readAll(null)) {
    for (const recorded of page) {
      const event = codec.decode(recorded);
      if (event !== null) {
        sequence += 1;
        recordedAt = Math.max(recordedAt, event.recordedAt);
        yield { sequence, recordedAt, event, fact: { type: event.type, data: event.data } as LedgerEvent, recorded };
      }
    }
  }
}

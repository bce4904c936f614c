import type { EventCodec, EventStore } from '#event-store';
import type { LedgerEvent } from '#ledger';
import type { PlacedFact } from './journal-entry';

export interface FactSource {
  readonly store: EventStore;
  readonly codec: EventCodec;
}

/** The own events of a log in order, each with its sequence; foreign ones, links and `$` events never count. */
export async function* placedFacts({ store, codec }: FactSource): AsyncGenerator<PlacedFact> {
  let sequence = 0;
  let recordedAt = 0;
  for await (const page of store.readAll(null)) {
    for (const recorded of page) {
      const event = codec.decode(recorded);
      if (event !== null) {
        sequence += 1;
        recordedAt = Math.max(recordedAt, event.recordedAt);
        yield { sequence, recordedAt, event, fact: { type: event.type, data: event.data } as LedgerEvent };
      }
    }
  }
}

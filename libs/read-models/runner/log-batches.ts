import { UnknownEventType, type EventCodec, type EventStore, type Position, type RecordedEvent, type StoredEvent } from '#event-store';
import type { LedgerEvent } from '#ledger';
import type { LedgerFact } from '../projection';
import type { Place } from '../store/checkpoint';

/** Where the facts come from. */
export interface ProjectionSource {
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly ledgerId: string;
}

/** A stretch of the log: its own facts in order, and the place it ends at. */
export interface LogBatch {
  readonly from: Place;
  readonly to: Place;
  readonly facts: readonly LedgerFact[];
}

/** Events per batch while catching up: one transaction per projection and batch. */
export const batchEvents = 5_000;

/**
 * Decodes one page that follows `from`. Sequence and recorded time go on from there, so they depend on the log alone.
 *
 * Precondition: at least one event.
 * @throws UnknownEventType for an own event of a newer program.
 */
export function batchOf(codec: EventCodec, from: Place, events: readonly RecordedEvent[]): LogBatch {
  const facts: LedgerFact[] = [];
  let { sequence, recordedAt } = from;
  for (const recorded of events) {
    const stored = decoded(codec, recorded);
    if (stored === null) continue;
    sequence += 1;
    recordedAt = Math.max(recordedAt, stored.recordedAt);
    // The registry has decided that type and data belong together.
    facts.push({ event: stored as unknown as LedgerEvent, stored, sequence, recordedAt });
  }
  const last = events.at(-1)!;
  const to: Place = {
    position: last.position, eventId: last.id, eventStream: last.stream, eventRevision: last.revision, sequence, recordedAt,
  };
  return { from, to, facts };
}

/** @throws Error that names the event. */
function decoded(codec: EventCodec, recorded: RecordedEvent): StoredEvent<LedgerEvent> | null {
  try {
    return codec.decode(recorded) as StoredEvent<LedgerEvent> | null;
  } catch (error) {
    if (error instanceof UnknownEventType) throw error;
    const { stream, revision, type } = recorded;
    throw new Error(`${stream}@${revision} (${type}) cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The log from a place to its end, or to `until` (inclusive), in large batches. */
export async function* logBatches({ store, codec }: ProjectionSource, start: Place, until?: Position): AsyncGenerator<LogBatch> {
  let from = start;
  let waiting: RecordedEvent[] = [];
  for await (const page of store.readAll(start.position, { pageSize: batchEvents })) {
    const wanted = until === undefined ? page : page.filter((event) => event.position <= until);
    waiting = waiting.length === 0 ? [...wanted] : waiting.concat(wanted);
    const ends = wanted.length < page.length;
    if (waiting.length >= batchEvents) {
      const batch = batchOf(codec, from, waiting);
      waiting = [];
      from = batch.to;
      yield batch;
    }
    if (ends) break;
  }
  if (waiting.length > 0) yield batchOf(codec, from, waiting);
}

/** Whether the log still holds, at that place, the event that was read there. */
export async function standsInLog({ store }: ProjectionSource, place: Place): Promise<boolean> {
  if (place.position === null) return true;
  for await (const event of store.readStream(place.eventStream, { from: place.eventRevision, maxCount: 1 })) {
    return event.id === place.eventId && event.position === place.position;
  }
  return false;
}

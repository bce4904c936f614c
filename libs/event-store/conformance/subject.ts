import type { EventStore, EventToAppend, Position, RecordedEvent } from '../port';
import { uuidV5 } from '../uuid-v5';

/** A store under test. A shared log may hold other events: the suite writes only streams that begin with `prefix`. */
export interface ConformanceSubject {
  readonly store: EventStore;
  /** Unique to this subject, `[A-Za-z0-9]` only. */
  readonly prefix: string;
  /** What only an administrator of the store can do to a stream; absent where the suite may not. */
  readonly administer?: StreamAdministration;
  /** Closes the store, and removes what belongs to it alone. */
  dispose(): Promise<void>;
}

/** Streams are given with the prefix. Each is answered once it is durable. */
export interface StreamAdministration {
  readonly softDelete: (stream: string) => Promise<void>;
  readonly tombstone: (stream: string) => Promise<void>;
  /** @param json text of the metadata object. */
  readonly setMetadata: (stream: string, json: string) => Promise<void>;
}

export type OpenSubject = () => Promise<ConformanceSubject>;

/** An event whose id follows from its name, so that the same name is the same event. */
export const namedEvent = (name: string, type = 'Noted'): EventToAppend => ({
  id: uuidV5(`conformance ${name}`),
  type,
  data: JSON.stringify({ name, text: 'Grüße, 日本, 😀 "quoted"\n' }),
  metadata: JSON.stringify({ actor: 'conformance' }),
});

export const namedEvents = (stem: string, count: number): EventToAppend[] =>
  Array.from({ length: count }, (_, index) => namedEvent(`${stem} ${index}`));

/** Everything an iteration yields. */
export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The subject's own events of the whole log, in log order. */
export async function ownEvents({ store, prefix }: ConformanceSubject, after: Position | null = null): Promise<RecordedEvent[]> {
  const pages = await collected(store.readAll(after, { filter: { streamPrefixes: [prefix] } }));
  return pages.flat();
}

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

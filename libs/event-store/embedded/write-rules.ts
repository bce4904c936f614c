import type { LogEvent } from './event-row';
import type { EventToStore, ExpectedState, LogWriteOutcome } from './log-write';

/** What decides whether a write fits its stream. */
export interface Standing {
  /** Revision of the last event ever written, −1 for none. */
  readonly last: number;
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  /** Whether there is a metadata stream. May be false for a stream that has events and is not deleted: it makes no difference there. */
  readonly hasMetadata: boolean;
}

export interface Wanted {
  readonly expected: ExpectedState;
  readonly events: readonly Pick<EventToStore, 'id'>[];
}

/** An event that stands in the stream. */
export type Found = Pick<LogEvent, 'id' | 'revision' | 'number'>;

/** Looks at what is written to the stream already. */
export interface Written {
  /** The events from a revision on, at most `limit`, fewer when they are many. */
  from(revision: number, limit: number): readonly Found[];
  /** The event of this id, if it was written of late. */
  recent(id: string): Found | null;
}

/** To be written behind the last event, or the answer already. */
export type Decision = 'append' | LogWriteOutcome;

/** The table of expected revisions and of repeated writes, line by line. */
export function decide(standing: Standing, { expected, events }: Wanted, written: Written): Decision {
  if (standing.isTombstoned) return { kind: 'stream-deleted' };
  if (expected === 'stream_exists') {
    if (standing.isSoftDeleted) return { kind: 'stream-deleted' };
    if (standing.last === -1 && !standing.hasMetadata) return wrong(standing);
  }
  if (expected === 'any' || expected === 'stream_exists') return byRecentIds(standing, events, written);
  const after = expected === 'no_stream' ? -1 : expected;
  if (after > standing.last) return wrong(standing);
  return after === standing.last ? 'append' : byPlace(standing, after, events, written);
}

/** Best effort: what was written before the last restart, or long ago, is not recognised. */
function byRecentIds(standing: Standing, events: Wanted['events'], written: Written): Decision {
  let last: Found | null = null;
  for (const [index, { id }] of events.entries()) {
    const found = written.recent(id);
    if (found === null) return index === 0 ? 'append' : wrong(standing);
    last = found;
  }
  return last === null ? 'append' : repeated(last);
}

/** Exact and for ever: the group stands at its place already, or something else does. */
function byPlace(standing: Standing, after: number, events: Wanted['events'], written: Written): Decision {
  let last: Found | undefined;
  for (let place = 0; place < events.length; ) {
    const stored = written.from(after + 1 + place, events.length - place);
    const differing = stored.findIndex(({ id }, index) => id !== events[place + index]?.id);
    if (place === 0 && differing === 0 && after === -1 && standing.isSoftDeleted) return 'append';
    if (stored.length === 0 || differing !== -1) return wrong(standing);
    place += stored.length;
    last = stored.at(-1);
  }
  return last === undefined ? wrong(standing) : repeated(last);
}

const wrong = ({ last }: Standing): LogWriteOutcome => ({ kind: 'wrong-expected-revision', actual: last });
const repeated = ({ revision, number }: Found): LogWriteOutcome => ({ kind: 'written', revision, number });

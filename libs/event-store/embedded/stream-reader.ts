import type { EventFilter } from '../port';
import { logEvent, type LogEvent } from './event-row';
import { openForReading } from './log-file';
import { LogReader, type Direction, type LogPage } from './log-reader';
import { positionStride, rowAtOrBefore } from './position';
import type { SqliteConnection } from './sqlite';
import {
  isMetaStream,
  isSoftDeletion,
  metaStreamOf,
  parseStreamMetadata,
  streamOfMeta,
  tombstoneRevision,
  type StreamMetadata,
} from './stream-metadata';

export type { LogEvent } from './event-row';

/** What is known of a stream before any of it is read. */
export interface StreamState {
  /** Of the last event ever written, deleted and truncated ones included and the tombstone left out; −1 for none. */
  readonly lastRevision: number;
  /** Position number of the stream's last record, which is its tombstone if it has one; 0 for none. */
  readonly lastNumber: number;
  /** Also of the metadata stream of a stream with a tombstone. */
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  /** Null when there are none, or none that can be understood. */
  readonly metadata: StreamMetadata | null;
  /** Nothing before this revision can be read. */
  readonly firstReadable: number;
}

/** Reads streams as a server of the protocol shows them. Each call is one short look at what is committed. */
export class StreamReader {
  private readonly log: LogReader<LogEvent>;

  constructor(connection: SqliteConnection, file: string) {
    this.log = new LogReader(connection, file, logEvent);
  }

  state(stream: string): StreamState {
    const last = this.log.lastOf(stream);
    const hasTombstone = last !== null && last.revision >= tombstoneRevision;
    const lastRevision = hasTombstone ? this.lastBeforeTombstone(stream) : revisionOf(last);
    const isMeta = isMetaStream(stream);
    const metadata = isMeta ? null : this.metadata(stream);
    return {
      lastRevision,
      lastNumber: last === null ? 0 : last.number,
      isTombstoned: hasTombstone || (isMeta && this.log.lastRevision(streamOfMeta(stream)) >= tombstoneRevision),
      isSoftDeleted: isSoftDeletion(metadata),
      metadata,
      firstReadable: firstReadable(lastRevision, isMeta ? ofMetaStreams : metadata),
    };
  }

  /**
   * Up to `limit` readable events, at most 64, from a revision on in the direction asked: empty only when none is left.
   * Nothing of a deleted stream.
   *
   * @param nowMs decides which events have grown too old to be read.
   */
  // eslint-disable-next-line daybook/few-parameters -- one page of one stream at one moment: each says something else, and none belongs to another
  page(stream: string, from: number, direction: Direction, limit: number, nowMs: number): LogEvent[] {
    const state = this.state(stream);
    if (state.isTombstoned || state.isSoftDeleted || limit <= 0) return [];
    const low = direction === 'forwards' ? Math.max(from, state.firstReadable) : state.firstReadable;
    const high = direction === 'forwards' ? state.lastRevision : Math.min(from, state.lastRevision);
    if (low > high) return [];
    const maxAge = state.metadata?.maxAge;
    if (maxAge !== undefined) return this.log.streamPart(stream, { low, high, since: nowMs - maxAge * 1000 }, direction, limit);
    return this.log.streamPage(stream, direction === 'forwards' ? low : high, direction, Math.min(limit, high - low + 1));
  }

  /**
   * Up to `limit` events of a stream from a revision on, as they were written: for whoever follows it live and is shown
   * what the metadata hides from later readers. Without the tombstone.
   */
  written(stream: string, from: number, limit: number): LogEvent[] {
    return this.log.streamPage(stream, from, 'forwards', limit).filter(({ revision }) => revision < tombstoneRevision);
  }

  /** The event a link points to, null when it cannot be read. */
  event(stream: string, revision: number, nowMs: number): LogEvent | null {
    const found = this.page(stream, revision, 'forwards', 1, nowMs)[0];
    return found?.revision === revision ? found : null;
  }

  /** Up to `limit` events after a position number, not past `end`. Deleted, truncated and expired ones are among them. */
  allForwards(after: number, end: number, limit: number, filter?: EventFilter): LogPage<LogEvent> {
    return this.log.pageAfter(after, end, limit, filter);
  }

  /** Up to `limit` events before a position number, the newest first. `readTo` 0 means that nothing is left. */
  allBackwards(before: number, limit: number, filter?: EventFilter): LogPage<LogEvent> {
    return this.log.pageBefore(before, limit, filter);
  }

  /** Whether an event stands at this position number. */
  isBoundary(number: number): boolean {
    return number > 0 && number % positionStride === 0 && this.log.atRow(rowAtOrBefore(number)) !== null;
  }

  /** Position number of the last event, 0 on an empty log. */
  lastNumber(): number {
    return this.log.lastNumber();
  }

  private lastBeforeTombstone(stream: string): number {
    return revisionOf(this.log.streamPage(stream, Number.MAX_SAFE_INTEGER, 'backwards', 1)[0] ?? null);
  }

  private metadata(stream: string): StreamMetadata | null {
    const last = this.log.lastOf(metaStreamOf(stream));
    return last === null ? null : parseStreamMetadata(last.data);
  }
}

const revisionOf = (event: LogEvent | null): number => (event === null ? -1 : event.revision);

function firstReadable(lastRevision: number, metadata: StreamMetadata | null): number {
  const { truncateBefore = 0, maxCount = Number.POSITIVE_INFINITY } = metadata ?? {};
  return Math.max(0, truncateBefore, lastRevision - maxCount + 1);
}

/** Only the last of a stream's metadata can be read. */
const ofMetaStreams: StreamMetadata = { maxCount: 1 };

/** A reader on a connection of its own, for another thread than the one that writes. */
export interface OwnStreamReader {
  readonly reader: StreamReader;
  close(): void;
}

/** @throws StoreUnreadableError when there is no log, or one that this program cannot read. */
export async function openStreamReader(file: string): Promise<OwnStreamReader> {
  const connection = await openForReading(file);
  return { reader: new StreamReader(connection, file), close: () => connection.close() };
}

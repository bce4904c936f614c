import { StoreUnreadableError } from '../errors';
import type { EventFilter } from '../port';
import { filterSql } from './event-filter';
import { chunkSql, eventsOfChunk, rowsPerChunk, type Chunk, type EventOfFields } from './event-row';
import { lastRow } from './log-file';
import { numberOfRow, rowAtOrBefore } from './position';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';
import { tombstoneSql } from './stream-metadata';

/** Rows one query looks at when a filter leaves most of them out, so that no query holds the thread for long. */
const filteredWindow = 20_000;

/** A page ends after so many bytes, so that large events do not make a large page. */
const pageBytes = 4 * 1024 * 1024;

/** Some events, and how far the log has been looked at: the next call goes on there. */
export interface LogPage<Event> {
  readonly events: Event[];
  readonly readTo: number;
}

/** Events from revision `low` to `high`, stamped at `since` or later. */
export interface StreamPart {
  readonly low: number;
  readonly high: number;
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
}

export type Direction = 'forwards' | 'backwards';

interface Looked<Event> {
  readonly events: Event[];
  readonly bytes: number;
  readonly last: number;
  readonly isRising: boolean;
}

/**
 * Reads the log through one connection, in events of the shape its user wants. Each call is one short transaction: no
 * snapshot stays open between pages, so the log can always be checkpointed. Places in the log are position numbers.
 */
export class LogReader<Event extends { readonly revision: number }> {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(
    private readonly connection: SqliteConnection,
    private readonly file: string,
    private readonly make: EventOfFields<Event>,
  ) {}

  /** 0 on an empty log. */
  lastNumber(): number {
    return numberOfRow(this.reading(() => lastRow(this.connection)));
  }

  /** Up to `limit` events after a number and not past `end`; fewer when they are large. */
  pageAfter(after: number, end: number, limit: number, filter?: EventFilter): LogPage<Event> {
    const { condition, parameters } = filterSql(filter);
    const first = rowAtOrBefore(after);
    const upTo = condition === '' ? rowAtOrBefore(end) : Math.min(rowAtOrBefore(end), first + filteredWindow);
    const sql = chunkSql(`position > ? AND position <= ?${condition}`, 'position');
    const events: Event[] = [];
    let readTo = first;
    for (let bytes = 0; bytes < pageBytes && events.length < limit; ) {
      const wanted = Math.min(rowsPerChunk, limit - events.length);
      const chunk = this.chunk(sql, [readTo, upTo, ...parameters, wanted]);
      // SQLite keeps the order of the inner query, but promises it nowhere.
      if (!chunk.isRising) throw new Error(`${this.file}: rows came out of order after row ${readTo}`);
      for (const event of chunk.events) events.push(event);
      if (chunk.events.length < wanted) return { events, readTo: numberOfRow(upTo) };
      readTo = chunk.last;
      bytes += chunk.bytes;
    }
    return { events, readTo: numberOfRow(readTo) };
  }

  /** Up to `limit` events before a number, the newest first. `readTo` 0 means that nothing is left. */
  pageBefore(before: number, limit: number, filter?: EventFilter): LogPage<Event> {
    const { condition, parameters } = filterSql(filter);
    const first = Math.ceil(before / numberOfRow(1));
    const downTo = condition === '' ? 1 : Math.max(1, first - filteredWindow);
    const sql = chunkSql(`position < ? AND position >= ?${condition}`, 'position DESC');
    const events: Event[] = [];
    let readTo = first;
    for (let bytes = 0; bytes < pageBytes && events.length < limit; ) {
      const wanted = Math.min(rowsPerChunk, limit - events.length);
      const chunk = this.chunk(sql, [readTo, downTo, ...parameters, wanted]);
      for (const event of chunk.events) events.push(event);
      if (chunk.events.length < wanted) return { events, readTo: downTo === 1 ? 0 : numberOfRow(downTo) };
      readTo = chunk.last;
      bytes += chunk.bytes;
    }
    return { events, readTo: numberOfRow(readTo) };
  }

  /** Up to `limit` events of one stream, from a revision on, in the direction asked, tombstones left out; fewer when they are many. */
  streamPage(stream: string, from: number, direction: Direction, limit: number): Event[] {
    const step = direction === 'forwards' ? 1 : -1;
    const sql = step === 1 ? streamForwards : streamBackwards;
    const { events } = this.chunk(sql, [stream, from, Math.min(limit, rowsPerChunk)]);
    const first = events[0]?.revision ?? from;
    events.forEach(({ revision }, index) => {
      if (revision !== first + index * step) throw new StoreUnreadableError(this.file, `${stream}@${first + index * step} is missing; run verify`);
    });
    return events;
  }

  /** As `streamPage`, of a part of the stream. */
  streamPart(stream: string, { low, high, since }: StreamPart, direction: Direction, limit: number): Event[] {
    const sql = direction === 'forwards' ? recentForwards : recentBackwards;
    return this.chunk(sql, [stream, low, Math.min(high, Number.MAX_SAFE_INTEGER), since, Math.min(limit, rowsPerChunk)]).events;
  }

  /** Revision of the stream's last event, −1 when it has none; ≥ 2^63 when it carries a tombstone. */
  lastRevision(stream: string): number {
    return this.reading(() => {
      const row = this.prepared('SELECT CAST(max(revision) AS INTEGER) FROM events WHERE stream = ?').get(stream) as readonly (number | null)[];
      return row[0] ?? -1;
    });
  }

  /** The one event that stands in a row. */
  atRow(row: number): Event | null {
    return this.chunk(chunkSql('position = ?', 'position'), [row, 1]).events[0] ?? null;
  }

  /** The stream's last event, its tombstone included, in one short look. */
  lastOf(stream: string): Event | null {
    return this.chunk(chunkSql('stream = ?', 'revision DESC'), [stream, 1]).events[0] ?? null;
  }

  private chunk(sql: string, parameters: readonly (string | number)[]): Looked<Event> {
    return this.reading(() => {
      const [chunk] = this.prepared(sql).get(...parameters) as [Buffer | null];
      if (chunk === null) return { events: [], bytes: 0, last: 0, isRising: true };
      const { events, last, isRising }: Chunk<Event> = eventsOfChunk(chunk, this.file, this.make);
      return { events, bytes: chunk.length, last, isRising };
    });
  }

  private prepared(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.connection.prepare(sql).raw();
      this.statements.set(sql, statement);
    }
    return statement;
  }

  private reading<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (error) {
      if (sqliteFault(error) !== 'corrupt') throw error;
      throw new StoreUnreadableError(this.file, 'the file is damaged; run verify, then restore a backup', { cause: error });
    }
  }
}

const streamForwards = chunkSql(`stream = ? AND revision >= ? AND revision < ${tombstoneSql}`, 'revision ASC');
const streamBackwards = chunkSql(`stream = ? AND revision <= ? AND revision < ${tombstoneSql}`, 'revision DESC');
const recent = `stream = ? AND revision >= ? AND revision <= ? AND revision < ${tombstoneSql} AND created_at >= ?`;
const recentForwards = chunkSql(recent, 'revision ASC');
const recentBackwards = chunkSql(recent, 'revision DESC');

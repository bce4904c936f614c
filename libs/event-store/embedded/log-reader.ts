import { StoreUnreadableError } from '../errors';
import type { EventFilter, RecordedEvent } from '../port';
import { filterSql } from './event-filter';
import { chunkSql, eventsOfChunk, rowsPerChunk } from './event-row';
import { lastNumber } from './log-file';
import { positionNumber, positionOf } from './position';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';

/** Positions one query looks at when a filter leaves most of them out, so that no query holds the thread for long. */
const filteredWindow = 20_000;

/** A page ends after so many bytes, so that large events do not make a large page. */
const pageBytes = 4 * 1024 * 1024;

/** Each call is one short transaction: no snapshot stays open between pages, so the log can always be checkpointed. */
export class LogReader {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(
    private readonly connection: SqliteConnection,
    private readonly file: string,
  ) {}

  lastNumber(): number {
    return this.reading(() => lastNumber(this.connection));
  }

  /**
   * Up to `limit` events after a position number and not past `end`; fewer when they are large.
   * `readTo` is how far the log has been looked at: the next call goes on there.
   */
  pageAfter(after: number, end: number, limit: number, filter?: EventFilter): { events: RecordedEvent[]; readTo: number } {
    const { condition, parameters } = filterSql(filter);
    const upTo = condition === '' ? end : Math.min(end, after + filteredWindow);
    const sql = chunkSql(`position > ? AND position <= ?${condition}`, 'position');
    const events: RecordedEvent[] = [];
    let readTo = after;
    for (let bytes = 0; bytes < pageBytes && events.length < limit; ) {
      const wanted = Math.min(rowsPerChunk, limit - events.length);
      const chunk = this.chunk(sql, [readTo, upTo, ...parameters, wanted]);
      let before = positionOf(readTo);
      for (const event of chunk.events) {
        // SQLite keeps the order of the inner query, but promises it nowhere.
        if (event.position <= before) throw new Error(`${this.file}: rows came out of order at position ${event.position}`);
        before = event.position;
        events.push(event);
      }
      readTo = positionNumber(before);
      if (chunk.events.length < wanted) return { events, readTo: upTo };
      bytes += chunk.bytes;
    }
    return { events, readTo };
  }

  /** Up to `limit` events of one stream, from a revision on, in the direction asked; fewer when they are many. */
  streamPage(stream: string, from: number, direction: 'forwards' | 'backwards', limit: number): RecordedEvent[] {
    const [compare, order, step] = direction === 'forwards' ? (['>=', 'ASC', 1] as const) : (['<=', 'DESC', -1] as const);
    const sql = chunkSql(`stream = ? AND revision ${compare} ?`, `revision ${order}`);
    const { events } = this.chunk(sql, [stream, from, Math.min(limit, rowsPerChunk)]);
    const first = events[0]?.revision ?? from;
    events.forEach(({ revision }, index) => {
      if (revision !== first + index * step) throw new StoreUnreadableError(this.file, `${stream}@${first + index * step} is missing; run verify`);
    });
    return events;
  }

  /** Revision of the stream's last event, −1 when it has none. */
  lastRevision(stream: string): number {
    return this.reading(() => {
      const sql = 'SELECT CAST(max(revision) AS INTEGER) FROM events WHERE stream = ?';
      const row = this.prepared(sql).get(stream) as readonly (number | null)[];
      return row[0] ?? -1;
    });
  }

  private chunk(sql: string, parameters: readonly (string | number)[]): { events: RecordedEvent[]; bytes: number } {
    return this.reading(() => {
      const [chunk] = this.prepared(sql).get(...parameters) as [Buffer | null];
      return chunk === null ? { events: [], bytes: 0 } : { events: eventsOfChunk(chunk, this.file), bytes: chunk.length };
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

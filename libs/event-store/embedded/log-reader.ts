import { StoreUnreadableError } from '../errors';
import type { EventFilter, RecordedEvent } from '../port';
import { filterSql } from './event-filter';
import { eventOfRow, rowText } from './event-row';
import { lastNumber } from './log-file';
import { positionNumber } from './position';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';

/** Positions one query looks at when a filter leaves most of them out, so that no query holds the thread for long. */
const filteredWindow = 20_000;

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
   * Up to `limit` events after a position number and not past `end`.
   * `readTo` is how far the log has been looked at: the next call goes on there.
   */
  pageAfter(after: number, end: number, limit: number, filter?: EventFilter): { events: RecordedEvent[]; readTo: number } {
    const { condition, parameters } = filterSql(filter);
    const upTo = condition === '' ? end : Math.min(end, after + filteredWindow);
    const events = this.rows(
      `SELECT ${rowText} FROM events WHERE position > ? AND position <= ?${condition} ORDER BY position LIMIT ?`,
      [after, upTo, ...parameters, limit],
    );
    const last = events.at(-1);
    return { events, readTo: events.length < limit || last === undefined ? upTo : positionNumber(last.position) };
  }

  /** Up to `limit` events of one stream, from a revision on, in the direction asked. */
  streamPage(stream: string, from: number, direction: 'forwards' | 'backwards', limit: number): RecordedEvent[] {
    const [compare, order] = direction === 'forwards' ? ['>=', 'ASC'] : ['<=', 'DESC'];
    return this.rows(
      `SELECT ${rowText} FROM events WHERE stream = ? AND revision ${compare} ? ORDER BY revision ${order} LIMIT ?`,
      [stream, from, limit],
    );
  }

  /** Revision of the stream's last event, −1 when it has none. */
  lastRevision(stream: string): number {
    return this.reading(() => {
      const row = this.prepared('SELECT max(revision) FROM events WHERE stream = ?').get(stream) as readonly (number | null)[];
      return row[0] ?? -1;
    });
  }

  private rows(sql: string, parameters: readonly (string | number)[]): RecordedEvent[] {
    return this.reading(() => {
      const rows = this.prepared(sql).all(...parameters) as [string][];
      return rows.map(([text]) => eventOfRow(text, this.file));
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

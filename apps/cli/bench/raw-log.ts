import Database from 'libsql';
import type { EventToAppend } from '#event-store';

/**
 * The baseline of the embedded store: the same rows into the same table by the bare engine, one transaction and one fsync
 * per group, with nothing checked, hashed or answered.
 */
export class RawLog {
  readonly #database: Database.Database;
  #position = 0;

  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.exec('PRAGMA journal_mode = WAL');
    this.#database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536');
    this.#database.exec(`CREATE TABLE events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
      data TEXT NOT NULL, metadata TEXT NOT NULL, created_at INTEGER NOT NULL, checksum INTEGER NOT NULL, UNIQUE (stream, revision))`);
  }

  /** Appends each event to a stream of its own, all in one transaction. */
  appendGroup(events: readonly EventToAppend[], streamOf: (index: number) => string): void {
    const insert = this.#database.prepare('INSERT INTO events VALUES (?, ?, 0, ?, ?, ?, ?, 0, 0)');
    this.#database.exec('BEGIN IMMEDIATE');
    events.forEach((event, index) => {
      this.#position += 1;
      insert.run(this.#position, streamOf(index), event.id, event.type, event.data, event.metadata);
    });
    this.#database.exec('COMMIT');
  }

  /** Reads everything in order, in pages, and counts it. */
  countAll(pageSize: number): number {
    const page = this.#database.prepare('SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?');
    let seen = 0;
    for (let after = 0; ; ) {
      const rows = page.all(after, pageSize) as { position: number }[];
      seen += rows.length;
      after = rows.at(-1)?.position ?? after;
      if (rows.length < pageSize) return seen;
    }
  }

  close(): void {
    this.#database.close();
  }
}

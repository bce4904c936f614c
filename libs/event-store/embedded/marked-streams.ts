import type { SqliteConnection } from './sqlite';
import { metaStreamsSql, streamOfMeta, tombstoneSql } from './stream-metadata';

/** Names kept in memory; a log with more of them is asked stream by stream. */
const namesMax = 10_000;

const tombstoned = `SELECT stream FROM events WHERE revision = ${tombstoneSql} LIMIT ?`;
const withMetadata = `SELECT DISTINCT stream FROM events WHERE ${metaStreamsSql} LIMIT ?`;

/**
 * The streams that carry a tombstone or metadata. Nearly all streams of a ledger carry neither, and then nothing has to
 * be looked up before an append or a read. A name once in here stays: it only says that a look is needed.
 */
export class MarkedStreams {
  private names: Set<string> | null;

  constructor(connection: SqliteConnection) {
    const found = new Set(namesOf(connection, tombstoned));
    for (const metaStream of namesOf(connection, withMetadata)) found.add(streamOfMeta(metaStream));
    this.names = found.size > namesMax ? null : found;
  }

  mayHold(stream: string): boolean {
    return this.names === null || this.names.has(stream);
  }

  add(stream: string): void {
    this.names?.add(stream);
    if (this.names !== null && this.names.size > namesMax) this.names = null;
  }
}

function namesOf(connection: SqliteConnection, sql: string): string[] {
  const rows = connection.prepare(sql).raw().all(namesMax + 1) as [string][];
  return rows.map(([stream]) => stream);
}

import { StoreUnreadableError } from '../errors';
import { integerOf, type SqliteConnection } from './sqlite';
import { tombstoneSql } from './stream-metadata';

/** Marks the file as a Daybook log ("DBLG"), so that no other SQLite file is taken for one. */
const applicationId = 0x44424c47;

/** The layout this program writes. A newer one is refused; older ones are lifted step by step when they are opened for writing. */
export const logSchemaVersion = 2;

/**
 * `position` is the rowid: strictly increasing in commit order and never used twice, because events are never deleted.
 * `revision` holds 64 bits, so a tombstone stands at 2^63 − 1; binary content is marked text. `checksum` is over the whole row, its position included, so that a changed or misplaced row is found.
 */
const createEvents = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (stream, revision)
  )`;

/** Finds the few streams with a tombstone, however large the log; it costs an append nothing but a comparison. */
const createTombstones = `CREATE INDEX tombstones ON events (stream) WHERE revision = ${tombstoneSql}`;

/**
 * Layout 1 held no tombstones and no content but text. Its rows stand as they are; the number keeps programs out that
 * would take marked content for text.
 */
const lifts: readonly string[] = [createTombstones];

/** Makes the tables of a new file, or checks that the file is one this program can write. */
export function prepareSchema(connection: SqliteConnection, file: string): void {
  if (integerOf(connection, 'SELECT count(*) FROM sqlite_schema') === 0) {
    connection.exec('BEGIN IMMEDIATE');
    connection.exec(createEvents);
    connection.exec(createTombstones);
    connection.exec(`PRAGMA application_id = ${applicationId}`);
    connection.exec(`PRAGMA user_version = ${logSchemaVersion}`);
    connection.exec('COMMIT');
  }
  checkSchema(connection, file);
  lift(connection);
}

/** In one transaction: a file is of one layout or of the next, never in between. */
function lift(connection: SqliteConnection): void {
  const version = integerOf(connection, 'PRAGMA user_version');
  if (version === logSchemaVersion) return;
  connection.exec('BEGIN IMMEDIATE');
  for (const step of lifts.slice(version - 1)) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${logSchemaVersion}`);
  connection.exec('COMMIT');
}

/** @throws StoreUnreadableError for a file that is no log, or one of a newer Daybook. */
export function checkSchema(connection: SqliteConnection, file: string): void {
  if (integerOf(connection, 'PRAGMA application_id') !== applicationId) {
    throw new StoreUnreadableError(file, 'this SQLite file is no Daybook log; give the path of a log or of a new file');
  }
  const version = integerOf(connection, 'PRAGMA user_version');
  if (version < 1) throw new StoreUnreadableError(file, `the log has layout ${version}, which there never was: the file is damaged; restore a backup`);
  if (version > logSchemaVersion) {
    throw new StoreUnreadableError(
      file,
      `the log has layout ${version}, this Daybook knows up to ${logSchemaVersion}: use the Daybook that wrote it, or a newer one`,
    );
  }
}

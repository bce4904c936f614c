import { StoreUnreadableError } from '../errors';
import { integerOf, type SqliteConnection } from './sqlite';

/** Marks the file as a Daybook log ("DBLG"), so that no other SQLite file is taken for one. */
const applicationId = 0x44424c47;

/** The layout this program writes. A newer one is refused; older ones are lifted here, step by step, when there are any. */
export const logSchemaVersion = 1;

/**
 * `position` is the rowid: strictly increasing in commit order and never used twice, because events are never deleted.
 * The text columns would keep a BLOB as it is, and `revision` holds 64 bits, so binary content and tombstones fit without
 * a new layout. `checksum` is over the whole row, its position included, so that a changed or misplaced row is found.
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

/** Makes the tables of a new file, or checks that the file is one this program can write. */
export function prepareSchema(connection: SqliteConnection, file: string): void {
  if (integerOf(connection, 'SELECT count(*) FROM sqlite_schema') === 0) {
    connection.exec('BEGIN IMMEDIATE');
    connection.exec(createEvents);
    connection.exec(`PRAGMA application_id = ${applicationId}`);
    connection.exec(`PRAGMA user_version = ${logSchemaVersion}`);
    connection.exec('COMMIT');
  }
  checkSchema(connection, file);
}

/** @throws StoreUnreadableError for a file that is no log, or one of a newer Daybook. */
export function checkSchema(connection: SqliteConnection, file: string): void {
  if (integerOf(connection, 'PRAGMA application_id') !== applicationId) {
    throw new StoreUnreadableError(file, 'this SQLite file is no Daybook log; give the path of a log or of a new file');
  }
  const version = integerOf(connection, 'PRAGMA user_version');
  if (version > logSchemaVersion) {
    throw new StoreUnreadableError(
      file,
      `the log has layout ${version}, this Daybook knows up to ${logSchemaVersion}: use the Daybook that wrote it, or a newer one`,
    );
  }
}

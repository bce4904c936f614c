import { open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreUnreadableError } from '../errors';
import { checkSchema, prepareSchema } from './log-schema';
import { integerOf, openSqlite, type SqliteConnection } from './sqlite';

/** Pages of 4 KiB the write-ahead log may gather before they are moved to the main file: it bounds the work of a start. */
const checkpointPages = 4_000;

/** A small page cache: the system's own holds the file, and a large one here measurably slows commits down. */
const common = 'PRAGMA busy_timeout = 2000; PRAGMA cache_size = -4096;';

/**
 * Opens the log for writing; makes it when there is none. Precondition: the writer lock is held. Work is bounded by
 * the size of the write-ahead log, not of the log.
 *
 * @throws StoreUnreadableError
 */
export async function openForWriting(file: string, pageLimit: number | undefined): Promise<SqliteConnection> {
  const connection = describingDamage(file, () => {
    const opened = openSqlite(file, { mustExist: false });
    opened.exec(common);
    enterWriteAheadLog(opened, file);
    opened.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = 67108864`);
    prepareSchema(opened, file);
    // What a killed writer left in the write-ahead log may never have been synced. It is about to be read and built on.
    opened.exec('PRAGMA wal_checkpoint(PASSIVE)');
    if (pageLimit !== undefined) opened.exec(`PRAGMA max_page_count = ${pageLimit}`);
    return opened;
  });
  await syncDirectory(dirname(file));
  return connection;
}

/**
 * Opens an existing log for reading, beside a writer or alone.
 *
 * @throws StoreUnreadableError
 */
export async function openForReading(file: string): Promise<SqliteConnection> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new StoreUnreadableError(file, 'there is no log here; check the data folder');
  return describingDamage(file, () => {
    const opened = openSqlite(file, { mustExist: true });
    opened.exec(`${common} PRAGMA query_only = ON`);
    checkSchema(opened, file);
    return opened;
  });
}

/** The row of the last event, 0 on an empty log. One look at the end of a tree, whatever the size. */
export const lastRow = (connection: SqliteConnection): number => integerOf(connection, 'SELECT max(position) FROM events');

function enterWriteAheadLog(connection: SqliteConnection, file: string): void {
  const row = connection.prepare('PRAGMA journal_mode = WAL').raw().get() as readonly unknown[];
  if (row[0] !== 'wal') throw new StoreUnreadableError(file, 'this file system allows no write-ahead log; put the log on a local disk');
}

function describingDamage<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof StoreUnreadableError) throw error;
    throw new StoreUnreadableError(file, `cannot be opened: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** Without it a power loss could take the name of a new file, though its content was synced. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

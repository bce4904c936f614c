import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, sql, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import Database from 'libsql';
import type { ReadStore, ReadTransaction } from './read-store';

/** Prepared statements kept per connection. Batches use some tens of texts; reports a few more. */
const statementCacheMax = 400;
const pageCacheKiB = 128 * 1024;

/** libsql under Kysely, with prepared statements kept: preparing a long insert again costs more than running it. */
class CachingDatabase implements SqliteDatabase {
  readonly #statements = new Map<string, SqliteStatement>();

  constructor(private readonly database: Database.Database) {}

  prepare(text: string): SqliteStatement {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.database.prepare(text);
    if (this.#statements.size >= statementCacheMax) this.#statements.clear();
    this.#statements.set(text, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.database.close();
  }
}

function connect(file: string): Kysely<unknown> {
  const database = new Database(file);
  database.exec('pragma journal_mode = wal');
  // A read model lost to a power cut is rebuilt from the log; within a crash of the process WAL keeps it whole.
  database.exec('pragma synchronous = normal');
  // Waiting for another writer inside SQLite would block the whole thread; `whenFree` waits outside instead.
  database.exec('pragma busy_timeout = 0');
  database.exec(`pragma cache_size = -${pageCacheKiB}`);
  database.exec('pragma temp_store = memory');
  database.defaultSafeIntegers(true);
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database: new CachingDatabase(database) }) });
}

const busyPauseMs = 5;
const busyMaxMs = 120_000;

const isBusy = (error: unknown): boolean => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

/** Runs a transaction again while another connection holds the write lock: its first statement is a write, so nothing was done. */
async function whenFree<T>(transact: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += busyPauseMs) {
    try {
      return await transact();
    } catch (error) {
      if (!isBusy(error) || waited >= busyMaxMs) throw error;
      await pause(busyPauseMs);
    }
  }
}

/** Two connections on a file, so that a report reads its snapshot while a batch is written; one in memory. */
export function openSqliteReadStore(file: string | null): ReadStore {
  if (file !== null) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writer = connect(file ?? ':memory:');
  const reader = file === null ? writer : connect(file);
  const inTransaction =
    (db: Kysely<unknown>) =>
    <T>(work: (transaction: ReadTransaction) => Promise<T>): Promise<T> =>
      db.transaction().execute(work);
  return {
    dialect: 'sqlite',
    description: file === null ? 'SQLite in memory' : `SQLite file ${file}`,
    read: inTransaction(reader),
    write: (work) => whenFree(() => inTransaction(writer)(work)),
    // A file is either there or broken; being busy is waited for above.
    isPassing: () => false,
    lease: () => null,
    forgetDeleted: () => whenFree(async () => {
      await sql`vacuum`.execute(writer);
      await sql`pragma wal_checkpoint(truncate)`.execute(writer);
    }),
    close: async () => {
      await writer.destroy();
      if (reader !== writer) await reader.destroy();
    },
  };
}

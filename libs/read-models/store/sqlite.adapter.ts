import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
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
    this.#statements.set(text, statement as unknown as SqliteStatement);
    return statement as unknown as SqliteStatement;
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
  database.exec('pragma busy_timeout = 10000');
  database.exec(`pragma cache_size = -${pageCacheKiB}`);
  database.exec('pragma temp_store = memory');
  database.defaultSafeIntegers(true);
  return new Kysely<unknown>({ dialect: new SqliteDialect({ database: new CachingDatabase(database) }) });
}

/** Two connections on a file, so that a report reads its snapshot while a batch is written; one in memory. */
export function openSqliteReadStore(file: string | null): ReadStore {
  if (file !== null) mkdirSync(dirname(file), { recursive: true });
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
    write: inTransaction(writer),
    schema: writer,
    close: async () => {
      await writer.destroy();
      if (reader !== writer) await reader.destroy();
    },
  };
}

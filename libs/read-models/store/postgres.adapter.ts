import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import { asReadStoreError, isDroppedTable, ReadStoreUnavailable } from './postgres-fault';
import { postgresLease } from './postgres-lease.adapter';
import type { ReadStore } from './read-store';

const connectionsMax = 8;

/** Integers become bigint, as SQLite gives them; everything else stays as the driver has it. */
const asBigInt = (text: string): bigint => BigInt(text);
const integerTypes: ReadonlySet<number> = new Set([types.builtins.INT2, types.builtins.INT4, types.builtins.INT8]);

/** The password stays out of logs. */
function withoutSecrets(url: string): string {
  const { host, pathname } = new URL(url);
  return `PostgreSQL ${host}${pathname}`;
}

export function openPostgresReadStore(url: string): ReadStore {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary'): ((value: string) => unknown) =>
        integerTypes.has(oid) && format !== 'binary' ? asBigInt : (types.getTypeParser(oid, format) as (value: string) => unknown),
    },
  });
  // An idle connection that the server ends is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same between two queries of a transaction: the next one fails and tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const description = withoutSecrets(url);
  const named = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asReadStoreError(description, error);
    }
  };
  return {
    dialect: 'postgres',
    description,
    read: (work) => named(() => onFreshTables(() => db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work))),
    write: (work) => named(() => db.transaction().execute(work)),
    isPassing: (error) => error instanceof ReadStoreUnavailable,
    lease: (name) => postgresLease(url, name),
    // Tables of an old generation are dropped with their files.
    forgetDeleted: () => Promise.resolve(),
    close: () => db.destroy(),
  };
}

const freshReadsMax = 3;

/** A rebuild drops the tables of the old generation; who had only just read which one is live looks again. */
async function onFreshTables<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (!isDroppedTable(error) || attempt >= freshReadsMax) throw error;
    }
  }
}

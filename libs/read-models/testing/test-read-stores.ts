import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { openReadStore } from '../store/open-read-store';
import type { ReadStore } from '../store/read-store';

export interface TestReadStore {
  readonly name: string;
  /** A new, empty database; gone when it is closed. */
  readonly open: (folder: string) => Promise<TestDatabase>;
}

export interface TestDatabase {
  readonly store: ReadStore;
  readonly reopen: () => Promise<ReadStore>;
  readonly drop: () => Promise<void>;
}

let made = 0;

const sqlite: TestReadStore = {
  name: 'SQLite',
  open: async (folder) => {
    made += 1;
    const file = join(folder, `read-${made}.db`);
    return { store: await openReadStore({ file }), reopen: () => openReadStore({ file }), drop: async () => undefined };
  },
};

async function asAdministrator(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface ScratchDatabase {
  readonly url: string;
  /** Runs one statement on the server, outside the database. */
  readonly administer: (statement: string) => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** A database of a test's own on the server that the URL names. */
export async function scratchDatabase(server: string): Promise<ScratchDatabase> {
  const database = `daybook_test_${randomBytes(8).toString('hex')}`;
  const administer = (statement: string): Promise<void> => asAdministrator(server, statement);
  await administer(`create database ${database}`);
  const own = new URL(server);
  own.pathname = `/${database}`;
  return { url: own.href, administer, drop: () => administer(`drop database if exists ${database} with (force)`) };
}

const postgres = (server: string): TestReadStore => ({
  name: 'PostgreSQL',
  open: async () => {
    const { url, drop } = await scratchDatabase(server);
    const reopen = (): Promise<ReadStore> => openReadStore({ url });
    return { store: await reopen(), reopen, drop };
  },
});

/** `postgres://…` of the server tests may make databases on; undefined or empty: there is none. */
export const testPostgres = process.env['DAYBOOK_TEST_POSTGRES'];

/** SQLite always; PostgreSQL when `DAYBOOK_TEST_POSTGRES` names a server. */
export const testReadStores: readonly TestReadStore[] = testPostgres === undefined || testPostgres === '' ? [sqlite] : [sqlite, postgres(testPostgres)];

/** Says in the test report that PostgreSQL was left out, and why. */
export function tellWhenPostgresIsSkipped(): void {
  if (testReadStores.length === 1) {
    it.skip('PostgreSQL: skipped, because DAYBOOK_TEST_POSTGRES names no server (postgres://…)', () => undefined);
  }
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { openReadStore } from '../store/open-read-store';
import type { ReadStore } from '../store/read-store';

export interface TestReadStore {
  readonly name: string;
  /** A new, empty database; gone when it is closed. */
  readonly open: (folder: string) => Promise<{ store: ReadStore; reopen: () => Promise<ReadStore>; drop: () => Promise<void> }>;
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

/** Every test gets a database of its own on the server that the URL names. */
const postgres = (url: string): TestReadStore => ({
  name: 'PostgreSQL',
  open: async () => {
    const database = `daybook_test_${randomBytes(8).toString('hex')}`;
    await asAdministrator(url, `create database ${database}`);
    const own = new URL(url);
    own.pathname = `/${database}`;
    const reopen = (): Promise<ReadStore> => openReadStore({ url: own.href });
    return { store: await reopen(), reopen, drop: () => asAdministrator(url, `drop database if exists ${database} with (force)`) };
  },
});

const url = process.env['DAYBOOK_TEST_POSTGRES'];

/** SQLite always; PostgreSQL when `DAYBOOK_TEST_POSTGRES` names a server. */
export const testReadStores: readonly TestReadStore[] = url === undefined || url === '' ? [sqlite] : [sqlite, postgres(url)];

/** Says in the test report that PostgreSQL was left out, and why. */
export function tellWhenPostgresIsSkipped(): void {
  if (testReadStores.length === 1) {
    it.skip('PostgreSQL: skipped, because DAYBOOK_TEST_POSTGRES names no server (postgres://…)', () => undefined);
  }
}

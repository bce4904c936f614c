import { sql } from 'kysely';
import { createCheckpointTable } from './checkpoint';
import { openPostgresReadStore } from './postgres.adapter';
import type { ReadStore, ReadStoreConfig } from './read-store';
import { openSqliteReadStore } from './sqlite.adapter';

const open = (config: ReadStoreConfig): ReadStore => {
  if ('url' in config) return openPostgresReadStore(config.url);
  return openSqliteReadStore('file' in config ? config.file : null);
};

/**
 * Opens the read store and makes sure that its checkpoint table stands.
 *
 * @throws the driver's error when the database cannot be reached or written.
 */
export async function openReadStore(config: ReadStoreConfig): Promise<ReadStore> {
  const store = open(config);
  try {
    if (store.dialect === 'sqlite') await createCheckpointTable(store.schema, store.dialect);
    else {
      await store.write(async (db) => {
        // Two nodes that start together must not both create it.
        await sql`select pg_advisory_xact_lock(7234017283807667300)`.execute(db);
        await createCheckpointTable(db, store.dialect);
      });
    }
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

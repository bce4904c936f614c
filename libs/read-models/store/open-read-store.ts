import { createCheckpointTable, oneAtATime } from './checkpoint';
import { openPostgresReadStore } from './postgres.adapter';
import type { ReadStore, ReadStoreConfig } from './read-store';
import { createPlaceTable } from './shared-places';
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
    await store.write(async (db) => {
      if (store.dialect === 'postgres') {
        await oneAtATime(db, store.dialect);
        await createPlaceTable(db);
      }
      await createCheckpointTable(db, store.dialect);
    });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

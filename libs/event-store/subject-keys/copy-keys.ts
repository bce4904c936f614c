import { openSqlite } from '../embedded/sqlite';
import type { KeyRow } from './cached-keys';
import { KeyDatabase } from './key-database';

const rowsAtOnce = 1_000;

/**
 * Takes the keys of a file into the PostgreSQL that several nodes share; what is there already stays. Destroyed ones
 * come along as destroyed.
 *
 * @returns how many there are.
 */
export function copyKeysToDatabase(file: string, url: string): number {
  const connection = openSqlite(file, { mustExist: true });
  const database = new KeyDatabase(url);
  try {
    const rows = (connection.prepare('SELECT key_id, subject, key FROM subject_key ORDER BY key_id').raw().all() as [string, string, Uint8Array | null][]).map(
      ([keyId, subject, key]): KeyRow => ({ keyId, subject, key: key === null ? null : Buffer.from(key) }),
    );
    for (let from = 0; from < rows.length; from += rowsAtOnce) database.insert(rows.slice(from, from + rowsAtOnce));
    return rows.length;
  } finally {
    connection.close();
    database.close();
  }
}

import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkSchema } from './log-schema';
import { openSqlite } from './sqlite';

/**
 * Writes the log as it stands at this moment into a file of its own, beside whoever goes on writing, and makes it durable.
 * The target appears whole or not at all. This call holds its thread until SQLite has written: call it where nobody waits.
 *
 * @throws StoreUnreadableError when the source is no log; an error of the system when the target cannot be written.
 */
export async function backupFile(source: string, target: string): Promise<void> {
  const draft = `${target}.part`;
  await rm(draft, { force: true });
  const connection = openSqlite(source, { mustExist: true });
  try {
    checkSchema(connection, source);
    connection.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`);
  } finally {
    connection.close();
  }
  await synced(draft);
  await rename(draft, target);
  await synced(dirname(target));
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreLockedError } from '../errors';
import { openSqlite, sqliteFault, type SqliteConnection } from './sqlite';

const patienceMs = 2_000;
const retryMs = 20;

/**
 * The right to write one log. SQLite's lock on a small file of its own carries it: the kernel drops that lock with the
 * process, however it ends, so nothing stale is ever left to judge. The pid stands beside it only to name the holder.
 */
export class WriterLock {
  private constructor(
    private readonly connection: SqliteConnection,
    private readonly pidFile: string,
  ) {}

  /** @throws StoreLockedError when another process, or this one, holds it. */
  static async acquire(file: string): Promise<WriterLock> {
    const pidFile = `${file}.pid`;
    for (let waited = 0; ; waited += retryMs) {
      const connection = lockOrNull(`${file}.lock`);
      if (connection !== null) {
        await writeWhole(pidFile, `${process.pid}\n`);
        return new WriterLock(connection, pidFile);
      }
      const pid = await readPid(pidFile);
      const named = pid !== null && isAlive(pid);
      // A dead or missing pid means that the new holder has not written its own yet, or has just let go.
      if (named || waited >= patienceMs) throw new StoreLockedError(file, named ? pid : null);
      await pause(retryMs);
    }
  }

  async release(): Promise<void> {
    await rm(this.pidFile, { force: true });
    this.connection.exec('ROLLBACK');
    this.connection.close();
  }
}

function lockOrNull(file: string): SqliteConnection | null {
  const connection = openSqlite(file, { mustExist: false });
  try {
    // Only `exec`: a prepared statement would keep the file open, and with it the lock, until it is collected.
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    if (sqliteFault(error) === 'busy') return null;
    throw error;
  }
}

/** By rename, so that a reader never meets half a number. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d{1,10}\n$/.test(text) ? Number.parseInt(text, 10) : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

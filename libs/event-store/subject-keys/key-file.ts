import { closeSync, existsSync, openSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { openSqlite, type SqliteConnection, type SqliteStatement } from '../embedded/sqlite';
import { CachedKeys, type KeyRow, type KeyTable } from './cached-keys';
import type { SubjectKeys } from './subject-keys';

const layout = `
  CREATE TABLE IF NOT EXISTS subject_key (
    key_id TEXT PRIMARY KEY, subject TEXT NOT NULL, key BLOB, made_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, destroyed_at TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS subject_key_of ON subject_key (subject);
`;

export interface KeyFileOptions {
  /** True: keys are found, none are made or destroyed. */
  readonly readOnly?: boolean;
}

/**
 * Opens the keys of a log: one SQLite file of its own, its owner's alone. Deleted content is overwritten, and the
 * write-ahead log emptied with it, so that a destroyed key leaves no copy in the file or beside it.
 */
export function openKeyFile(file: string, { readOnly = false }: KeyFileOptions = {}): SubjectKeys {
  // Made before SQLite opens it: the files that stand beside it take its mode.
  if (!readOnly && !existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const connection = openSqlite(file, { mustExist: readOnly });
  connection.exec('PRAGMA busy_timeout = 10000');
  if (!readOnly) {
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    connection.exec(layout);
  }
  return new CachedKeys(new KeyFile(connection, file));
}

/**
 * Writes a SQLite file that its owner alone may read as it stands, beside whoever goes on writing it: keys, secrets. The
 * target appears whole or not at all.
 */
export async function copyPrivateFile(source: string, target: string): Promise<void> {
  const draft = `${target}.part`;
  await rm(draft, { force: true });
  const connection = openSqlite(source, { mustExist: true });
  try {
    connection.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`);
  } finally {
    connection.close();
  }
  const handle = await open(draft, 'r+');
  await handle.chmod(0o600);
  await handle.sync();
  await handle.close();
  await rename(draft, target);
}

class KeyFile implements KeyTable {
  readonly #ofSubject: SqliteStatement;
  readonly #ofId: SqliteStatement;

  constructor(
    private readonly connection: SqliteConnection,
    readonly place: string,
  ) {
    this.#ofSubject = connection.prepare('SELECT key_id, subject, key FROM subject_key WHERE subject = ? ORDER BY key IS NOT NULL, key_id LIMIT 1').raw();
    this.#ofId = connection.prepare('SELECT key_id, subject, key FROM subject_key WHERE key_id = ?').raw();
  }

  ofSubject(subject: string): KeyRow | undefined {
    return rowOf(this.#ofSubject.get(subject));
  }

  ofId(keyId: string): KeyRow | undefined {
    return rowOf(this.#ofId.get(keyId));
  }

  insert(rows: readonly KeyRow[]): void {
    this.#inTransaction(() => {
      const insert = this.connection.prepare('INSERT INTO subject_key (key_id, subject, key) VALUES (?, ?, ?)');
      for (const { keyId, subject, key } of rows) insert.run(keyId, subject, key);
    });
  }

  destroy(subjects: readonly string[]): void {
    this.#inTransaction(() => {
      const gone = this.connection.prepare('UPDATE subject_key SET key = NULL, destroyed_at = CURRENT_TIMESTAMP WHERE subject = ? AND key IS NOT NULL');
      // A subject without a key gets a row, too: nothing is sealed for it again.
      const never = this.connection.prepare(
        'INSERT INTO subject_key (key_id, subject, key, destroyed_at) SELECT ?, ?, NULL, CURRENT_TIMESTAMP WHERE NOT EXISTS (SELECT 1 FROM subject_key WHERE subject = ?)',
      );
      for (const subject of subjects) {
        gone.run(subject);
        never.run(`none:${subject}`, subject, subject);
      }
    });
    const [busy] = this.connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().get() as readonly [number];
    if (busy !== 0) throw new Error(`another process reads ${this.place}: destroyed keys could not be taken out of its write-ahead log. Close it and repeat.`);
  }

  close(): void {
    this.connection.close();
  }

  #inTransaction(work: () => void): void {
    this.connection.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.connection.exec('COMMIT');
    } catch (error) {
      this.connection.exec('ROLLBACK');
      throw error;
    }
  }
}

function rowOf(row: unknown): KeyRow | undefined {
  if (row === undefined) return undefined;
  const [keyId, subject, key] = row as readonly [string, string, Uint8Array | null];
  return { keyId, subject, key: key === null ? null : Buffer.from(key) };
}

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { openSqlite, type SqliteConnection, type SqliteStatement } from '../embedded/sqlite';
import { SubjectKeyMissing, type SubjectKey, type SubjectKeys } from './subject-keys';

/** How many keys stay in memory on either way; the others are read again. */
const cachedMax = 50_000;

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
 * Opens the keys of a log: one SQLite file of its own, its owner's alone. A rollback journal instead of a write-ahead
 * log, and deleted content overwritten, so that a destroyed key leaves no copy in the file or beside it.
 */
export function openKeyFile(file: string, { readOnly = false }: KeyFileOptions = {}): SubjectKeys {
  const isNew = !existsSync(file);
  const connection = openSqlite(file, { mustExist: readOnly });
  connection.exec('PRAGMA busy_timeout = 10000');
  if (!readOnly) {
    connection.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    connection.exec(layout);
    if (isNew) chmodSync(file, 0o600);
  }
  return new KeyFile(connection, file);
}

/** Writes the keys as they stand into a file of their own, beside whoever goes on writing. The target appears whole or not at all. */
export async function copyKeyFile(source: string, target: string): Promise<void> {
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

class KeyFile implements SubjectKeys {
  readonly #bySubject = new Map<string, SubjectKey | null>();
  readonly #byId = new Map<string, Buffer | null>();
  #made: { readonly subject: string; readonly made: SubjectKey }[] = [];
  readonly #selectSubject: SqliteStatement;
  readonly #selectId: SqliteStatement;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly file: string,
  ) {
    // A destroyed key counts before any other of its subject: nothing is sealed for it again.
    this.#selectSubject = connection.prepare('SELECT key_id, key FROM subject_key WHERE subject = ? ORDER BY key IS NOT NULL, key_id LIMIT 1').raw();
    this.#selectId = connection.prepare('SELECT key FROM subject_key WHERE key_id = ?').raw();
  }

  get unsaved(): boolean {
    return this.#made.length > 0;
  }

  forSealing(subject: string): SubjectKey | null {
    const cached = this.#bySubject.get(subject);
    if (cached !== undefined) return cached;
    const [keyId, key] = (this.#selectSubject.get(subject) as readonly [string, Buffer | null] | undefined) ?? [];
    if (keyId !== undefined) return remember(this.#bySubject, subject, key === null || key === undefined ? null : { keyId, key: Buffer.from(key) });
    const made = { keyId: randomBytes(12).toString('base64url'), key: randomBytes(32) };
    this.#made.push({ subject, made });
    remember(this.#byId, made.keyId, made.key);
    return remember(this.#bySubject, subject, made);
  }

  find(keyId: string): Buffer | null {
    const cached = this.#byId.get(keyId);
    if (cached !== undefined) return cached;
    const row = this.#selectId.get(keyId) as readonly [Buffer | null] | undefined;
    if (row === undefined) throw new SubjectKeyMissing(keyId, this.file);
    return remember(this.#byId, keyId, row[0] === null ? null : Buffer.from(row[0]));
  }

  save(): void {
    if (this.#made.length === 0) return;
    this.#inTransaction(() => {
      const insert = this.connection.prepare('INSERT INTO subject_key (key_id, subject, key) VALUES (?, ?, ?)');
      for (const { subject, made } of this.#made) insert.run(made.keyId, subject, made.key);
    });
    this.#made = [];
  }

  destroy(subjects: readonly string[]): void {
    this.save();
    this.#inTransaction(() => {
      const gone = this.connection.prepare("UPDATE subject_key SET key = NULL, destroyed_at = CURRENT_TIMESTAMP WHERE subject = ? AND key IS NOT NULL");
      const never = this.connection.prepare(
        'INSERT INTO subject_key (key_id, subject, key, destroyed_at) SELECT ?, ?, NULL, CURRENT_TIMESTAMP WHERE NOT EXISTS (SELECT 1 FROM subject_key WHERE subject = ?)',
      );
      for (const subject of subjects) {
        gone.run(subject);
        never.run(`none:${subject}`, subject, subject);
      }
    });
    this.#bySubject.clear();
    this.#byId.clear();
  }

  close(): void {
    this.save();
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

/** Keeps the map bounded; what is dropped is read again. Keys not saved yet must stay: they are few, and dropping starts with the oldest. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.set(key, value);
  if (map.size > cachedMax) map.delete(map.keys().next().value!);
  return value;
}

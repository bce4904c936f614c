import { existsSync, rmSync } from 'node:fs';
import Database from 'libsql';

/** Bumped when a table changes: an older file is thrown away and made anew. */
const layoutVersion = 3;

const layout = `
  CREATE TABLE IF NOT EXISTS register_entry (
    stream TEXT NOT NULL, document_id TEXT NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (stream, document_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS register_head (
    stream TEXT PRIMARY KEY, ledger_id TEXT NOT NULL, revision INTEGER NOT NULL,
    event_id TEXT NOT NULL, last_issue_date TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_entry (
    stream TEXT NOT NULL, usage_id TEXT NOT NULL, content TEXT NOT NULL,
    PRIMARY KEY (stream, usage_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_batch (
    stream TEXT NOT NULL, batch_id TEXT NOT NULL, input_hash TEXT NOT NULL, recorded INTEGER NOT NULL,
    PRIMARY KEY (stream, batch_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_head (
    stream TEXT PRIMARY KEY, ledger_id TEXT NOT NULL, revision INTEGER NOT NULL,
    event_id TEXT NOT NULL, used TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS policy_checkpoint (
    policy TEXT PRIMARY KEY, ledger_id TEXT NOT NULL, position TEXT NOT NULL,
    stream TEXT NOT NULL, revision INTEGER NOT NULL, event_id TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entity_directory (
    ledger_id TEXT NOT NULL, entity_id TEXT NOT NULL,
    PRIMARY KEY (ledger_id, entity_id)
  ) WITHOUT ROWID;
`;

export type LocalDatabase = InstanceType<typeof Database>;

/**
 * Opens this node's own small database: indexes and policy checkpoints. Everything in it follows from the log and may
 * be deleted while the node is down; it is remade. So a file that cannot be read is replaced, not repaired.
 */
export function openLocalDatabase(file: string): LocalDatabase {
  try {
    return openAt(file);
  } catch {
    removeFile(file);
    return openAt(file);
  }
}

function openAt(file: string): LocalDatabase {
  const database = new Database(file);
  // Usage ids come in any order and touch pages all over their index: it stays in memory, and pages that are written
  // again and again go to the file once.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;');
  const [row] = database.prepare('PRAGMA user_version').all() as { user_version: number }[];
  const found = row?.user_version ?? 0;
  if (found !== 0 && found !== layoutVersion) {
    database.close();
    throw new Error(`local database layout ${found}`);
  }
  database.exec(layout);
  database.exec(`PRAGMA user_version = ${layoutVersion}`);
  return database;
}

function removeFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) {
      rmSync(file + suffix);
    }
  }
}

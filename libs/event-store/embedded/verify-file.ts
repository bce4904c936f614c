import type { SqliteConnection } from './sqlite';
import { rowChecksum, type StoredRow } from './event-row';

/** One thing wrong with the file, and where. */
export interface FileFault {
  /** Number of the row (the position as a plain integer); null for a fault of the file's structure. */
  readonly number: number | null;
  readonly fault: string;
}

/** Rows looked at per transaction. */
const rowsAtOnce = 2_000;

const columns = ['position', 'stream', 'revision', 'id', 'type', 'created_at', 'data', 'metadata', 'checksum'].join(', ');
type Row = [number, string, number, string, string, number, string, string, number];

/**
 * Looks at every page and every row: SQLite's own structure check, then each row against its checksum.
 * Yields after each step, so that the caller can show progress and let other work run.
 */
export function* verifyFile(connection: SqliteConnection): Generator<FileFault[]> {
  yield structureFaults(connection);
  let after = 0;
  for (;;) {
    try {
      const rows = connection
        .prepare(`SELECT ${columns} FROM events WHERE position > ? ORDER BY position LIMIT ?`)
        .raw()
        .all(after, rowsAtOnce) as Row[];
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.flatMap(rowFaults);
      after = last[0];
    } catch (error) {
      yield [{ number: null, fault: `rows after ${after} cannot be read: ${String(error)}` }];
      return;
    }
  }
}

function structureFaults(connection: SqliteConnection): FileFault[] {
  try {
    const lines = connection.prepare('PRAGMA integrity_check(100)').raw().all() as [string][];
    return lines.filter(([line]) => line !== 'ok').map(([fault]) => ({ number: null, fault }));
  } catch (error) {
    return [{ number: null, fault: `the structure cannot be checked: ${String(error)}` }];
  }
}

function rowFaults([number, stream, revision, id, type, createdAt, data, metadata, checksum]: Row): FileFault[] {
  const row: StoredRow = { number, stream, revision, id, type, createdAt, data, metadata };
  return rowChecksum(row) === checksum ? [] : [{ number, fault: `the row of ${stream}@${revision} does not fit its checksum` }];
}

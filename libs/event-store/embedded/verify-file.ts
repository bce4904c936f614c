import { eventOfRow, rowChecksum, rowText, utf8 } from './event-row';
import { positionNumber } from './position';
import type { SqliteConnection } from './sqlite';

/** One thing wrong with the file, and where. */
export interface FileFault {
  /** Number of the row (the position as a plain integer); null for a fault of the file's structure. */
  readonly number: number | null;
  readonly fault: string;
}

/** Rows looked at per transaction. */
const rowsAtOnce = 2_000;

const query = `SELECT position, CAST(${rowText} AS BLOB), CAST(checksum AS INTEGER) FROM events WHERE position > ? ORDER BY position LIMIT ?`;
type Row = [number, Buffer, number];

/**
 * Looks at every page and every row: SQLite's own structure check, then each row against its checksum.
 * Yields after each step, so that the caller can show progress and let other work run.
 */
export function* verifyFile(connection: SqliteConnection, file: string): Generator<FileFault[]> {
  yield structureFaults(connection);
  let after = 0;
  for (;;) {
    try {
      const rows = connection.prepare(query).raw().all(after, rowsAtOnce) as Row[];
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.flatMap((row) => rowFaults(row, file));
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

function rowFaults([number, row, checksum]: Row, file: string): FileFault[] {
  try {
    const event = eventOfRow(utf8(row, file), file);
    if (rowChecksum({ ...event, number: positionNumber(event.position) }) === checksum) return [];
    return [{ number, fault: `the row of ${event.stream}@${event.revision} does not fit its checksum` }];
  } catch (error) {
    return [{ number, fault: error instanceof Error ? error.message : String(error) }];
  }
}

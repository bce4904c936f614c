import { isUtf8 } from 'node:buffer';
import type { RecordedEvent } from '../port';
import { fieldsOf, logEvent, recordedEvent, rowChecksum, rowText } from './event-row';
import { fieldSeparator } from './storable-text';
import { integerOf, type SqliteConnection } from './sqlite';

/** One thing wrong with the file, and where. */
export interface FileFault {
  /** Number of the row, counted from 1; null for a fault of the file's structure. */
  readonly number: number | null;
  readonly fault: string;
}

/** Some rows of the file: the events that can be read there, and what is wrong. A row at fault may still be readable. */
export interface FilePage {
  readonly events: readonly RecordedEvent[];
  readonly faults: readonly FileFault[];
  /** Rows the file held when the look at it began; 0 when that cannot be told. */
  readonly rows: number;
}

/** Rows looked at per transaction. */
const rowsAtOnce = 2_000;

const query = `SELECT position, CAST(concat_ws(char(31), checksum, ${rowText}) AS BLOB) FROM events WHERE position > ? ORDER BY position LIMIT ?`;
type Row = [number, Buffer];

/**
 * Looks at every page and every row: SQLite's own structure check, then each row against its checksum, and the
 * positions, which run on without a gap because nothing is ever deleted. A damaged row is named and passed.
 * Yields after each step, so that the caller can show progress and let other work run.
 */
export function* inspectFile(connection: SqliteConnection, file: string): Generator<FilePage> {
  const rows = rowCount(connection);
  yield { events: [], faults: structureFaults(connection), rows };
  let after = 0;
  for (;;) {
    try {
      const found = connection.prepare(query).raw().all(after, rowsAtOnce) as Row[];
      const last = found.at(-1);
      if (last === undefined) return;
      const page = { events: [] as RecordedEvent[], faults: [] as FileFault[], rows };
      for (const row of found) {
        if (row[0] !== after + 1) page.faults.push(gapFault(after, row[0]));
        after = row[0];
        look(row, file, page);
      }
      yield page;
    } catch (error) {
      yield { events: [], faults: [{ number: null, fault: `rows after ${after} cannot be read: ${String(error)}` }], rows };
      return;
    }
  }
}

function rowCount(connection: SqliteConnection): number {
  try {
    return integerOf(connection, 'SELECT count(*) FROM events');
  } catch {
    return 0;
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

function gapFault(after: number, next: number): FileFault {
  const missing = next - after - 1;
  const which = missing === 1 ? `row ${after + 1} is missing` : `rows ${after + 1} to ${next - 1} are missing`;
  return { number: after + 1, fault: `${which}: positions run without a gap, so events were deleted` };
}

function look([number, bytes]: Row, file: string, page: { events: RecordedEvent[]; faults: FileFault[] }): void {
  const text = bytes.toString('utf8');
  const cut = text.indexOf(fieldSeparator);
  if (!isUtf8(bytes)) {
    page.faults.push({ number, fault: `${placeIn(text)} holds text that is not UTF-8` });
    return;
  }
  try {
    const fields = fieldsOf(text.slice(cut + 1), file);
    const stored = logEvent(fields);
    page.events.push(recordedEvent(fields));
    if (String(rowChecksum({ ...stored, number })) !== text.slice(0, cut)) {
      page.faults.push({ number, fault: `the row of ${stored.stream}@${stored.revision} does not fit its checksum` });
    }
  } catch {
    page.faults.push({ number, fault: `${placeIn(text)} has not the fields of an event` });
  }
}

/** What a damaged row says about itself, as far as it can be read. */
function placeIn(text: string): string {
  const [, , stream = '', revision = ''] = text.split(fieldSeparator, 4);
  return `the row of ${stream.slice(0, 250)}@${revision.slice(0, 20)}`;
}

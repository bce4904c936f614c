import { stringify } from 'csv-stringify/sync';
import { formulaStart, plainNumber, type ExportTable } from './export-table';

const rowsPerChunk = 500;

/** Text that a spreadsheet would compute is led by an apostrophe; numbers stay numbers, a negative one too. */
export const safeCell = (cell: string): string => (formulaStart.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell);

// Blanks at an end are lost on some readers unless they stand in quotes.
const inQuotes = /^\s|\s$|^'/;

const csvText = (rows: readonly (readonly string[])[]): string =>
  stringify(rows.map((row) => row.map(safeCell)), { record_delimiter: 'windows', quoted_match: inQuotes });

/** A table as CSV (RFC 4180, UTF-8, one header line), without a formula in it. Rows are read as they are written. */
export async function* csvFile({ columns, rows }: ExportTable): AsyncGenerator<string> {
  yield csvText([columns.map(({ name }) => name)]);
  let chunk: (readonly string[])[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length === rowsPerChunk) {
      yield csvText(chunk);
      chunk = [];
    }
  }
  if (chunk.length > 0) {
    yield csvText(chunk);
  }
}

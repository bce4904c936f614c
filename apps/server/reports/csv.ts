/** What a cell may hold. `bigint` never: amounts are text already. */
export type Cell = string | number | boolean | null | undefined;

const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * What a spreadsheet would run as a formula: = + - @, tab, carriage return, and their full-width twins. A leading
 * blank does not help: some programs trim it.
 */
const formulaStart = /^\s*[=+\-@\t\r\0＝＋－＠]/;

/**
 * One cell of RFC 4180. Text that a spreadsheet would take for a formula is led by an apostrophe; amounts stay
 * numbers, a negative one too.
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) {
    return '';
  }
  const text = String(value);
  const safe = formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) || safe.trim() !== safe ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** A table with one header line. Columns come from all rows, in the order they first appear. */
export function csvTable(rows: readonly Readonly<Record<string, Cell>>[], columns = columnsOf(rows)): string {
  return csvLine(columns) + rows.map((row) => csvLine(columns.map((column) => row[column]))).join('');
}

function columnsOf(rows: readonly Readonly<Record<string, Cell>>[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

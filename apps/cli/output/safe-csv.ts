/** What a spreadsheet takes for a formula, also behind white space and in full-width forms. */
const formulaStart = /^\s*[=+\-@\t\r\u0000\uFF0B\uFF0D\uFF1D\uFF20|]/;
const number = /^-?\d+(\.\d+)?$/;

/**
 * One CSV line (RFC 4180) without a formula in it: text that a spreadsheet would compute gets an apostrophe in
 * front; numbers stay numbers.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string): string {
  const safe = formulaStart.test(cell) && !number.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

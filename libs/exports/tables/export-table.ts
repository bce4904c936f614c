/** What a column holds; a cell that does not fit its column is text. */
export type ColumnKind = 'text' | 'number' | 'day';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table on its way out. Every cell is text: numbers as exact decimals, days as `YYYY-MM-DD`, nothing as the empty string. */
export interface ExportTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
}

export const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * What a spreadsheet would compute: = + - @, tab, carriage return, a bar, and their full-width twins, behind blanks too,
 * since some programs trim them.
 */
export const formulaStart = /^\s*[=+\-@\t\r\u0000|\uFF1D\uFF0B\uFF0D\uFF20]/;

import { CsvError, parse } from 'csv-parse/sync';
import { BankFileRefused, refuseFile, shown, type Place } from '../bank-file-refused';
import { LineCount } from '../file-bounds';
import type { CsvColumn, CsvMapping } from './csv-mapping';

/** One row: its cells by column of the mapping, and where it stands. */
export interface CsvRow {
  readonly line: number;
  readonly cell: (column: CsvColumn | undefined) => string;
  readonly place: (column: CsvColumn | undefined) => Place;
}

const longestRow = 100_000;
/** As far as a mapping can name columns by their place. */
const cellsMax = 1000;
/** Lines without any cell cost time alone; no bank writes that many. */
const textLinesMax = 1_000_000;

/**
 * The rows below the header. Cells are text and stay text: one that starts like a formula is no formula here. Rows are
 * counted while they are parsed, and only the cells of mapped columns are kept, so that a file of nothing but separators
 * is refused before it fills the memory.
 */
export function csvRows(text: string, mapping: CsvMapping): readonly CsvRow[] {
  const skipped = mapping.skipLines ?? 0;
  const columns = [...new Set(Object.values(mapping.columns).flat() as readonly CsvColumn[])];
  const places = new Map(columns.map((column, index) => [column, index]));
  let wanted: readonly number[] | undefined = (mapping.header ?? true) ? undefined : placesOf(columns, undefined);
  /** Cells of the header, or of the first row. */
  let width: number | undefined;
  const rows: CsvRow[] = [];
  const count = new LineCount();
  parseRecords(belowSkipped(text, skipped), { delimiter: mapping.separator ?? ';', skipped }, (cells, line) => {
    if (cells.length > cellsMax) {
      refuseFile('CSV.TOO_WIDE', `The row has more than ${cellsMax} cells. Check the separator of the mapping.`, { line });
    }
    if (wanted !== undefined) {
      count.add(1, { line });
    }
    if (cells.every((cell) => cell.trim() === '')) {
      return;
    }
    width ??= cells.length;
    if (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== '')) {
      refuseWidth(cells.length, width, line);
    }
    if (wanted === undefined) {
      wanted = placesOf(columns, cells);
    } else {
      rows.push(rowOf(wanted.map((place) => (cells[place] ?? '').trim()), places, line));
    }
  });
  return rows;
}

/** A cell too many or too few, and every amount behind it stands in the wrong column. */
const refuseWidth = (found: number, width: number, line: number): never =>
  refuseFile('CSV.BROKEN', `The row has ${found} cells, the first one ${width}. A cell that holds the separator stands in quotes; lines that are no entries are left out.`, { line });

const rowOf = (cells: readonly string[], places: ReadonlyMap<CsvColumn, number>, line: number): CsvRow => ({
  line,
  cell: (column) => (column === undefined ? '' : (cells[places.get(column) ?? -1] ?? '')),
  place: (column) => ({ line, ...(column === undefined ? {} : { path: typeof column === 'string' ? column : `column ${column}` }) }),
});

/** What stands below the lines above the header. */
function belowSkipped(text: string, skipped: number): string {
  const [lineEnd, longest] = [/\r\n|\n|\r/g, longestRow];
  let [line, start, below] = [1, 0, skipped === 0 ? 0 : text.length];
  for (let end = lineEnd.exec(text); end !== null || start < text.length; end = end === null ? null : lineEnd.exec(text)) {
    if ((end?.index ?? text.length) - start > longest) {
      refuseFile('CSV.TOO_WIDE', `The line has more than ${longest} characters. Check the separator of the mapping, and how the file was saved.`, { line });
    }
    if (line > textLinesMax) {
      refuseFile('FILE.TOO_MANY_LINES', `The file has more than ${textLinesMax} lines, blank ones too. Save it without them, or split it.`, { line });
    }
    start = end === null ? text.length : lineEnd.lastIndex;
    below = line === skipped ? start : below;
    line += 1;
  }
  return text.slice(below);
}

function parseRecords(text: string, { delimiter, skipped }: { readonly delimiter: string; readonly skipped: number }, take: (cells: readonly string[], line: number) => void): void {
  try {
    parse(text, {
      delimiter, bom: true, skip_empty_lines: true, relax_column_count: true, max_record_size: longestRow, record_delimiter: ['\r\n', '\n', '\r'],
      // Nothing is handed on, so the parser gathers nothing.
      on_record: (record: string[], { lines }) => {
        take(record, lines + skipped);
        return null;
      },
    });
  } catch (error) {
    if (error instanceof BankFileRefused || !(error instanceof CsvError)) {
      throw error;
    }
    const line = 'lines' in error && typeof error['lines'] === 'number' ? { line: error['lines'] + skipped } : {};
    refuseFile('CSV.BROKEN', `The file is no CSV with ${shown(delimiter)} between its cells: ${error.message.slice(0, 300)}`, line);
  }
}

/** Where each column of the mapping stands, from 0. */
const placesOf = (columns: readonly CsvColumn[], header: readonly string[] | undefined): readonly number[] =>
  columns.map((column) => (typeof column === 'number' ? column - 1 : placeInHeader(column, header)));

function placeInHeader(column: string, header: readonly string[] | undefined): number {
  const names = header?.map((name) => name.trim()) ?? [];
  const place = names.indexOf(column);
  if (place === -1 || names.indexOf(column, place + 1) !== -1) {
    const why = place === -1 ? `has no column ${shown(column)}` : `has the column ${shown(column)} twice; name it by its place`;
    refuseFile('CSV.COLUMN', `The header ${why}. Its columns are: ${names.slice(0, 20).map(shown).join(', ')}.`, { path: column });
  }
  return place;
}

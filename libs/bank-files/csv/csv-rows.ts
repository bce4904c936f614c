import { CsvError, parse } from 'csv-parse/sync';
import { refuseFile, shown, type Place } from '../bank-file-refused';
import type { CsvColumn, CsvMapping } from './csv-mapping';

/** One row: its cells by column of the mapping, and where it stands. */
export interface CsvRow {
  readonly line: number;
  readonly cell: (column: CsvColumn | undefined) => string;
  readonly place: (column: CsvColumn | undefined) => Place;
}

const longestRow = 100_000;

/** The rows below the header. Cells are text and stay text: one that starts like a formula is no formula here. */
export function csvRows(text: string, mapping: CsvMapping): readonly CsvRow[] {
  const skipped = mapping.skipLines ?? 0;
  const records = parsedRecords(text.split(/\r\n|\n|\r/).slice(skipped).join('\n'), mapping.separator ?? ';', skipped);
  const header = (mapping.header ?? true) ? records[0]?.cells : undefined;
  const rows = header === undefined ? records : records.slice(1);
  const places = columnPlaces(mapping, header);
  return rows.map(({ cells, line }) => ({
    line,
    cell: (column) => (column === undefined ? '' : (cells[places.get(column) ?? -1] ?? '').trim()),
    place: (column) => ({ line, ...(column === undefined ? {} : { path: typeof column === 'string' ? column : `column ${column}` }) }),
  }));
}

function parsedRecords(text: string, delimiter: string, skipped: number): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  try {
    const records = parse(text, { delimiter, bom: true, info: true, skip_empty_lines: true, relax_column_count: true, max_record_size: longestRow }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.filter(({ record }) => record.some((cell) => cell.trim() !== '')).map(({ record, info }) => ({ cells: record, line: info.lines + skipped }));
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    const line = 'lines' in error && typeof error['lines'] === 'number' ? { line: error['lines'] + skipped } : {};
    return refuseFile('CSV.BROKEN', `The file is no CSV with ${shown(delimiter)} between its cells: ${error.message}`, line);
  }
}

/** Where each column of the mapping stands, from 0. */
function columnPlaces(mapping: CsvMapping, header: readonly string[] | undefined): ReadonlyMap<CsvColumn, number> {
  const columns = Object.values(mapping.columns).flat() as readonly CsvColumn[];
  return new Map(columns.map((column) => [column, typeof column === 'number' ? column - 1 : placeInHeader(column, header)]));
}

function placeInHeader(column: string, header: readonly string[] | undefined): number {
  const names = header?.map((name) => name.trim()) ?? [];
  const place = names.indexOf(column);
  if (place === -1 || names.indexOf(column, place + 1) !== -1) {
    const why = place === -1 ? `has no column ${shown(column)}` : `has the column ${shown(column)} twice; name it by its place`;
    refuseFile('CSV.COLUMN', `The header ${why}. Its columns are: ${names.slice(0, 20).map(shown).join(', ')}.`, { path: column });
  }
  return place;
}

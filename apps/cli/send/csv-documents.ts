import type { ExactValue, IntakeFault, Mapping } from '#billing';
import { CsvRecords, type CsvRecord, type UnreadRecord } from '../import/csv-records';
import { columnsMax } from '../import/csv-rows';
import { FileRefused } from '../import/line-problem';
import type { GivenValue } from './given-document';
import { inputText } from './open-input';

type Row = ReadonlyMap<string, string>;

interface Group {
  readonly line: number;
  readonly rows: Row[];
  /** A row of it cannot be read: the document is held back as a whole. */
  fault: IntakeFault | null;
}

const rowsMax = 2_000_000;

/**
 * The documents of a CSV file: a row is one, with its cells by the names of the columns; or the rows that agree in the
 * columns of `groupBy` are one, with the cells of the first and all of them below `/rows`.
 *
 * @throws FileRefused when its header cannot be read.
 */
export async function* csvValues(file: string, mapping: Mapping): AsyncGenerator<GivenValue> {
  const reader = new CsvReader(mapping);
  const records = new CsvRecords(reader, mapping.csv?.separator ?? ',');
  for await (const piece of inputText(file)) {
    records.push(piece);
  }
  records.end();
  for (const { line, rows, fault } of reader.groups.values()) {
    yield fault === null ? { line, value: documentOf(rows, mapping.csv?.groupBy) } : { line, fault };
  }
}

/** Columns whose cells belong to the document as a whole, so that its rows must agree on them. */
function headColumns({ fields, source, when = [] }: Mapping): readonly string[] {
  const specs = [...Object.values(fields), source.id, source.version];
  const paths = [...specs.flatMap((spec) => spec?.path ?? []), ...when.map(({ path }) => path)];
  return [...new Set(paths.flatMap((path) => /^\^?\/([^/]+)$/.exec(path)?.[1] ?? []))].map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function documentOf(rows: readonly Row[], groupBy: readonly string[] | undefined): ExactValue {
  const [first = new Map<string, string>()] = rows;
  return groupBy === undefined ? first : new Map<string, ExactValue>([...first, ['rows', rows]]);
}

class CsvReader {
  readonly groups = new Map<string, Group>();
  private columns: readonly string[] | null = null;
  private rowCount = 0;
  private readonly groupBy: readonly string[] | undefined;
  private readonly head: readonly string[];

  constructor(mapping: Mapping) {
    this.groupBy = mapping.csv?.groupBy;
    this.head = this.groupBy === undefined ? [] : headColumns(mapping);
  }

  readonly onRecord = ({ line, cells }: CsvRecord): void => {
    if (this.columns === null) {
      this.columns = this.header(cells);
      return;
    }
    this.rowCount += 1;
    if (this.rowCount > rowsMax) {
      throw new FileRefused('FILE.TOO_LARGE', `The file has more than ${rowsMax} rows. Nothing was sent. Split it between documents.`);
    }
    const row: Row = new Map(this.columns.slice(0, cells.length).map((column, place) => [column, cells[place] ?? '']));
    const group = this.groupOf(row, line);
    group.rows.push(row);
    group.fault ??= this.widthFault(cells, line) ?? this.disagreement(group, row, line);
  };

  readonly onUnread = ({ line, cells, characters }: UnreadRecord): void => {
    if (this.columns === null) {
      throw new FileRefused('FILE.COLUMNS', 'Line 1 cannot be read as a header. Nothing was sent. Check the separator and the quotes.');
    }
    const row: Row = new Map(this.columns.slice(0, cells.length).map((column, place) => [column, cells[place] ?? '']));
    this.groupOf(row, line).fault ??= fault(`line ${line} has ${characters} characters, or a quote that does not close`);
  };

  private groupOf(row: Row, line: number): Group {
    const key = this.groupBy === undefined ? String(line) : JSON.stringify(this.groupBy.map((column) => row.get(column) ?? ''));
    const known = this.groups.get(key);
    if (known !== undefined) {
      return known;
    }
    const group: Group = { line, rows: [], fault: null };
    this.groups.set(key, group);
    return group;
  }

  private widthFault(cells: readonly string[], line: number): IntakeFault | null {
    const width = this.columns?.length ?? 0;
    return cells.length === width ? null : fault(`line ${line} has ${cells.length} cells and the header ${width}; put cells that hold the separator in double quotes`);
  }

  private disagreement({ rows: [first] }: Group, row: Row, line: number): IntakeFault | null {
    const column = this.head.find((name) => (first?.get(name) ?? '') !== (row.get(name) ?? ''));
    return column === undefined ? null : { ...fault(`line ${line} says otherwise than the first line of the document, and the field belongs to the document as a whole`), path: `/${column}` };
  }

  private header(cells: readonly string[]): readonly string[] {
    const columns = cells.map((name) => name.trim());
    const twice = columns.find((name, place) => columns.indexOf(name) !== place);
    const missing = (this.groupBy ?? []).find((name) => !columns.includes(name));
    const why = columns.length > columnsMax ? `has ${columns.length} columns; at most ${columnsMax} are taken. Check the separator`
      : twice !== undefined ? `has the column ${JSON.stringify(twice.slice(0, 60))} twice`
        : missing !== undefined ? `has no column ${JSON.stringify(missing)}, which csv.groupBy names. Check the separator`
          : null;
    if (why !== null) {
      throw new FileRefused('FILE.COLUMNS', `Line 1 ${why}. Nothing was sent.`);
    }
    return columns;
  }
}

const fault = (message: string): IntakeFault => ({ code: 'INTAKE.ROW', path: '', field: '', message });

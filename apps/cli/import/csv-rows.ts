import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { CsvRecords, recordCharactersMax, type CsvRecord, type UnreadRecord } from './csv-records';
import { FileRefused, shown, type LineProblem } from './line-problem';
import { Utf8Lines } from './utf8-lines';

export const columnsMax = 200;
const linesMax = 2_000_000;

export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

export interface CsvShape<Column extends string> {
  readonly columns: readonly Column[];
  readonly onRow: (row: CsvRow<Column>) => void;
  /** `cells`: what of the line could be told all the same. */
  readonly onProblem: (problem: LineProblem, cells: Readonly<Partial<Record<Column, string>>>) => void;
}

/**
 * Reads a CSV file, plain or gzipped, record by record. Columns are found by their header's name, in any order;
 * others are ignored.
 *
 * @throws FileRefused when the file as a whole cannot be read so; rows may have been handed over by then, so the
 * caller must not act on any before this returns.
 */
export async function readCsvFile<Column extends string>(file: string, shape: CsvShape<Column>): Promise<void> {
  const input = await openBytes(file);
  const reader = new RecordReader(shape);
  const records = new CsvRecords({
    onRecord: (record) => {
      reader.take(record);
    },
    onUnread: (record) => {
      reader.unread(record);
    },
  });
  await pump(input, records);
  reader.end();
}

async function openBytes(file: string): Promise<NodeJS.ReadableStream> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new FileRefused('FILE.MISSING', `Cannot read ${file} (${error.code ?? error.message}). Check the path and its permissions.`);
  });
  const head = Buffer.alloc(2);
  const { bytesRead } = await handle.read(head, 0, 2, 0).finally(() => handle.close());
  if (bytesRead === 2 && head.readUInt16BE(0) === 0xfffe || bytesRead === 2 && head.readUInt16BE(0) === 0xfeff) {
    throw new FileRefused(
      'FILE.ENCODING',
      'The file is not UTF-8: byte 0 begins a UTF-16 byte order mark. Nothing was imported. Save it as "CSV UTF-8".',
    );
  }
  const bytes = createReadStream(file);
  // Looked at, not told by the name: files are renamed.
  return bytesRead === 2 && head.readUInt16BE(0) === 0x1f8b ? forwardErrors(bytes, createGunzip()) : bytes;
}

function forwardErrors<Target extends NodeJS.ReadWriteStream & { destroy(error?: Error): unknown }>(
  source: NodeJS.ReadableStream,
  target: Target,
): Target {
  source.on('error', (error: Error) => target.destroy(error));
  source.pipe(target);
  return target;
}

async function pump(input: NodeJS.ReadableStream, records: CsvRecords): Promise<void> {
  const guarded = forwardErrors(input, new Utf8Lines());
  try {
    // Whole characters only: the guard holds back what the next chunk completes.
    for await (const bytes of guarded as AsyncIterable<Buffer>) {
      records.push(bytes.toString('utf8'));
    }
    records.end();
  } catch (error) {
    throw asRefusal(error);
  } finally {
    if ('destroy' in input && typeof input.destroy === 'function') {
      (input as NodeJS.ReadableStream & { destroy(): void }).destroy();
    }
  }
}

function asRefusal(error: unknown): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof FileRefused) {
    return error;
  }
  return code.startsWith('Z_') || code === 'EISDIR' || code === 'EIO'
    ? new FileRefused('FILE.DAMAGED', `The file cannot be read to its end (${message}). Nothing was imported. Fetch it again.`)
    : error;
}

class RecordReader<Column extends string> {
  private places: ReadonlyMap<Column, number> | null = null;
  private width = 0;

  constructor(private readonly shape: CsvShape<Column>) {}

  take({ line, lastLine, cells }: CsvRecord): void {
    if (lastLine > linesMax) {
      throw new FileRefused('FILE.TOO_LARGE', `The file has more than ${linesMax} lines. Nothing was imported. Split it and import the parts in order of date.`);
    }
    if (this.places === null) {
      this.places = this.header(cells);
      this.width = cells.length;
    } else if (cells.length === this.width) {
      this.shape.onRow({ line, cells: this.named(cells) as Record<Column, string> });
    } else {
      this.wrongWidth(line, cells);
    }
  }

  unread({ line, lastLine, cells, reason, characters }: UnreadRecord): void {
    if (this.places === null) {
      throw new FileRefused(
        'FILE.COLUMNS',
        `Line 1 cannot be read as a header: it has an unclosed quote or far more than ${columnsMax} columns. Nothing was imported.`,
      );
    }
    const at = { line, lastLine, field: 'line', value: `${grouped(characters)} characters` };
    const problem = reason === 'too-long'
      ? { ...at, rule: `a line has at most ${grouped(recordCharactersMax)} characters`, remedy: 'Shorten its longest cell.' }
      : {
          ...at,
          rule: `a quote that opens a cell must close, within ${grouped(recordCharactersMax)} characters; these lines could not be told apart`,
          remedy: 'Close the quote (write a quote inside a cell twice) and import the file again.',
        };
    this.shape.onProblem(problem, this.named(cells));
  }

  end(): void {
    if (this.places === null) {
      throw new FileRefused('FILE.EMPTY', `The file holds no header line. It needs the columns ${this.shape.columns.join(', ')}.`);
    }
  }

  /** The cells by the names of their columns; those that the line does not reach are left out. */
  private named(record: readonly string[]): Partial<Record<Column, string>> {
    const cells: Partial<Record<Column, string>> = {};
    for (const [column, place] of this.places ?? []) {
      const cell = record[place];
      if (cell !== undefined) {
        cells[column] = cell;
      }
    }
    return cells;
  }

  private header(record: readonly string[]): ReadonlyMap<Column, number> {
    if (record.length > columnsMax) {
      throw new FileRefused('FILE.COLUMNS', `Line 1 has ${record.length} columns; at most ${columnsMax} are taken. Nothing was imported. Check the separator: it must be a comma.`);
    }
    const names = record.map((name) => name.trim().toLowerCase());
    const places = new Map<Column, number>();
    const missing: string[] = [];
    for (const column of this.shape.columns) {
      const place = names.indexOf(column.toLowerCase());
      if (place === -1) {
        missing.push(column);
      } else if (names.includes(column.toLowerCase(), place + 1)) {
        throw new FileRefused('FILE.COLUMNS', `Column ${column} stands twice in line 1. Nothing was imported. Keep one of them.`);
      } else {
        places.set(column, place);
      }
    }
    if (missing.length > 0) {
      throw new FileRefused(
        'FILE.COLUMNS',
        `Column ${missing.join(', ')} is missing; line 1 has ${shown(record.join(', '))}. Nothing was imported. ` +
          `The file needs, in any order and separated by commas: ${this.shape.columns.join(', ')}.`,
      );
    }
    return places;
  }

  private wrongWidth(line: number, record: readonly string[]): void {
    const problem = {
      line,
      field: 'line',
      value: `${record.length} cells`,
      rule: `every line must have the ${this.width} cells of the header`,
      remedy: 'Put cells that hold a comma in double quotes; remove extra separators.',
    };
    this.shape.onProblem(problem, this.named(record));
  }
}

const grouped = (count: number): string => count.toLocaleString('en-GB');

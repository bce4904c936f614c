import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { finished } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse, type CsvError, type Parser } from 'csv-parse';
import { FileRefused, shown, type LineProblem } from './line-problem';
import { Utf8Lines } from './utf8-lines';

export const columnsMax = 200;
/** Longest single record in characters; an unclosed quote swallows no more than this. */
const recordCharactersMax = 64 * 1024;
const linesMax = 2_000_000;

export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

export interface CsvShape<Column extends string> {
  readonly columns: readonly Column[];
  readonly onRow: (row: CsvRow<Column>) => void;
  readonly onProblem: (problem: LineProblem) => void;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
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
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: recordCharactersMax,
    on_skip: (error?: CsvError) => {
      reader.skipped(error);
    },
  });
  await pump(input, parser, reader);
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

async function pump<Column extends string>(input: NodeJS.ReadableStream, parser: Parser, reader: RecordReader<Column>): Promise<void> {
  const guarded = forwardErrors(input, new Utf8Lines());
  const chain = forwardErrors(guarded, parser);
  try {
    for await (const parsed of chain as AsyncIterable<ParsedRecord>) {
      reader.take(parsed);
    }
  } catch (error) {
    throw asRefusal(error);
  } finally {
    guarded.unpipe(parser);
    if ('destroy' in input && typeof input.destroy === 'function') {
      (input as NodeJS.ReadableStream & { destroy(): void }).destroy();
    }
    finished(parser, () => undefined);
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
  private lastLine = 0;
  private unreadableHeader: FileRefused | null = null;

  constructor(private readonly shape: CsvShape<Column>) {}

  take({ record, info }: ParsedRecord): void {
    this.refuseUnreadableHeader();
    if (info.lines > linesMax) {
      throw new FileRefused('FILE.TOO_LARGE', `The file has more than ${linesMax} lines. Nothing was imported. Split it and import the parts in order of date.`);
    }
    const line = info.lines - record.reduce((breaks, cell) => breaks + lineBreaks(cell), 0);
    this.lastLine = info.lines;
    if (this.places === null) {
      this.places = this.header(record);
      this.width = record.length;
      return;
    }
    if (record.length !== this.width) {
      this.wrongWidth(line, record);
      return;
    }
    const cells = {} as Record<Column, string>;
    for (const [column, place] of this.places) {
      cells[column] = record[place] ?? '';
    }
    this.shape.onRow({ line, cells });
  }

  skipped(error: CsvError | undefined): void {
    if (this.places === null) {
      // Thrown by take or end: an error thrown in here would be lost inside the parser.
      this.unreadableHeader = new FileRefused(
        'FILE.COLUMNS',
        `Line 1 cannot be read as a header (${error?.code ?? 'unknown'}): it has an unclosed quote or far more than ${columnsMax} columns. Nothing was imported.`,
      );
      return;
    }
    const reached = (error as { lines?: number } | undefined)?.lines ?? this.lastLine + 1;
    this.shape.onProblem({
      line: this.lastLine + 1,
      lastLine: reached,
      field: 'line',
      value: error?.code ?? '',
      rule: 'a quote that opens a cell must close, within 65,536 characters; these lines could not be told apart',
      remedy: 'Close the quote (write a quote inside a cell twice) and import the file again.',
    });
    this.lastLine = reached;
  }

  end(): void {
    this.refuseUnreadableHeader();
    if (this.places === null) {
      throw new FileRefused('FILE.EMPTY', `The file holds no header line. It needs the columns ${this.shape.columns.join(', ')}.`);
    }
  }

  private refuseUnreadableHeader(): void {
    if (this.unreadableHeader !== null) {
      throw this.unreadableHeader;
    }
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
    this.shape.onProblem({
      line,
      field: 'line',
      value: `${record.length} cells`,
      rule: `every line must have the ${this.width} cells of the header`,
      remedy: 'Put cells that hold a comma in double quotes; remove extra separators.',
    });
  }
}

function lineBreaks(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) {
    return 0;
  }
  return cell.split(/\r\n|\n|\r/).length - 1;
}

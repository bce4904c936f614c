import { Zip, ZipDeflate } from 'fflate';
import type { ExportTable, TableColumn } from './export-table';
import { columnLetters, headerCell, xlsxCell } from './xlsx-cells';
import { sheetEnd, sheetFile, sheetHead, workbookParts } from './xlsx-parts';

/** What a sheet can hold, its header line included. */
const rowsMax = 1_048_576;
const chunkLength = 128 * 1024;
/** One moment for all: the same tables make the same bytes. Noon, so that it is the same day in every zone. */
const made = 946_728_000_000;

/** An archive that is written from beginning to end: each file is finished before the next begins. */
class Archive {
  readonly #zip: Zip;
  #parts: Uint8Array[] = [];
  #file: ZipDeflate | null = null;

  constructor() {
    this.#zip = new Zip((error, part) => {
      if (error !== null) throw error;
      this.#parts.push(part);
    });
  }

  begin(name: string): void {
    this.#file = new ZipDeflate(name, { level: 6 });
    this.#file.mtime = made;
    this.#zip.add(this.#file);
  }

  write(text: string, isLast = false): void {
    this.#file!.push(Buffer.from(text, 'utf8'), isLast);
  }

  end(): void {
    this.#zip.end();
  }

  /** What is ready to go, once. */
  taken(): Uint8Array[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }
}

/** Sheet names have at most 31 characters, none of them in `[]:*?/\`, and differ even to who reads no case. */
class SheetNames {
  readonly names: string[] = [];
  readonly #used = new Set<string>();

  add(wanted: string): void {
    const plain = wanted.replace(/[[\]:*?/\\\p{Cc}]/gu, ' ').replace(/^'+|'+$/g, '').trim() || 'Sheet';
    for (let number = 1; ; number += 1) {
      const suffix = number === 1 ? '' : ` ${number}`;
      const name = `${plain.slice(0, 31 - suffix.length)}${suffix}`;
      if (!this.#used.has(name.toLowerCase())) {
        this.#used.add(name.toLowerCase());
        this.names.push(name);
        return;
      }
    }
  }
}

/**
 * Tables as an Office Open XML workbook, a sheet each; a table of more rows than a sheet can hold goes on in the next.
 * Rows are read as they are written, and nothing of a sheet is kept. Numbers are numbers, days are days, text is text.
 */
export async function* xlsxFile(tables: Iterable<ExportTable> | AsyncIterable<ExportTable>): AsyncGenerator<Uint8Array> {
  const archive = new Archive();
  const sheets = new SheetNames();
  for await (const table of tables) {
    for await (const sheet of sheetsOf(table, rowsMax)) {
      archive.begin(sheetFile(sheets.names.length));
      sheets.add(table.name);
      for await (const text of inChunks(sheet)) {
        archive.write(text);
        yield* archive.taken();
      }
      archive.write(sheetEnd, true);
    }
  }
  if (sheets.names.length === 0) {
    throw new Error('A workbook without a sheet cannot be opened.');
  }
  for (const [name, content] of workbookParts(sheets.names)) {
    archive.begin(name);
    archive.write(content, true);
  }
  archive.end();
  yield* archive.taken();
}

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const each of texts) {
    text += each;
    if (text.length > chunkLength) {
      yield text;
      text = '';
    }
  }
  if (text !== '') {
    yield text;
  }
}

/** The sheets of a table, each as its texts; the next may be asked for when one has been read to its end. */
export async function* sheetsOf({ columns, rows }: ExportTable, max: number): AsyncGenerator<AsyncGenerator<string>> {
  const rest = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  let next = await rest.next();
  do {
    yield (async function* sheet() {
      yield sheetHead(columns.length) + headerRow(columns);
      for (let number = 2; number <= max && next.done !== true; number += 1) {
        yield rowText(columns, next.value, number);
        next = await rest.next();
      }
    })();
  } while (next.done !== true);
}

const headerRow = (columns: readonly TableColumn[]): string =>
  `<row r="1">${columns.map(({ name }, index) => headerCell(`${columnLetters(index)}1`, name)).join('')}</row>`;

const rowText = (columns: readonly TableColumn[], row: readonly string[], number: number): string =>
  `<row r="${number}">${row.map((cell, index) => xlsxCell(`${columnLetters(index)}${number}`, cell, columns[index]?.kind ?? 'text')).join('')}</row>`;

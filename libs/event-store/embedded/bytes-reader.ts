import { decodedBytes, type ByteText } from '../byte-text';
import { StoreUnreadableError } from '../errors';
import type { RecordedEvent } from '../port';
import type { StoredBytes } from '../stored-bytes';
import { chunkSql, fieldsOf, recordedEvent, rowsPerChunk, utf8Bytes, type RowFields } from './event-row';
import { lastRow, openForReading } from './log-file';
import { sqliteFault, type SqliteConnection, type SqliteStatement } from './sqlite';
import { rowSeparator } from './storable-text';

/** A page ends after so many bytes, so that large events do not make a large page. */
const pageBytes = 1024 * 1024;
const pageRows = 1_000;

/** One row as it lies in the file. */
export class RowBytes implements StoredBytes {
  readonly row: number;
  readonly stream: ByteText;
  readonly revision: ByteText;
  readonly id: ByteText;
  readonly type: ByteText;
  readonly createdAt: number;
  readonly data: ByteText;
  readonly metadata: ByteText;

  constructor(fields: RowFields) {
    this.row = Number(fields[0]);
    this.stream = fields[1]!;
    this.revision = fields[2]!;
    this.id = fields[3]!;
    this.type = fields[4]!;
    this.createdAt = Number(fields[5]);
    this.data = fields[6]!;
    this.metadata = fields[7]!;
  }

  recorded(): RecordedEvent {
    const { row, stream, revision, id, type, createdAt, data, metadata } = this;
    return recordedEvent([String(row), stream, revision, id, type, String(createdAt), data, metadata].map(decodedBytes));
  }
}

/** Reads the whole log in the bytes it is kept in. Each page is a few short transactions, as with `LogReader`. */
export class BytesReader {
  private statement: SqliteStatement | null = null;

  constructor(
    private readonly connection: SqliteConnection,
    private readonly file: string,
  ) {}

  /**
   * The rows that follow a row, up to `end`; none where there are no more.
   *
   * @throws StoreUnreadableError when the rows are not what was written.
   */
  pageAfter(row: number, end: number): RowBytes[] {
    const rows: RowBytes[] = [];
    let last = row;
    for (let bytes = 0; bytes < pageBytes && rows.length < pageRows; ) {
      const chunk = this.chunkAfter(last, end);
      if (chunk === null) break;
      bytes += chunk.length;
      for (const line of utf8Bytes(chunk, this.file).split(rowSeparator)) {
        const read = new RowBytes(fieldsOf(line, this.file));
        // SQLite keeps the order of the inner query, but promises it nowhere.
        if (!(read.row > last)) throw new Error(`${this.file}: rows came out of order after row ${last}`);
        last = read.row;
        rows.push(read);
      }
    }
    return rows;
  }

  /** The row of the last event; 0 on an empty log. */
  lastRow(): number {
    return lastRow(this.connection);
  }

  private chunkAfter(row: number, end: number): Buffer | null {
    this.statement ??= this.connection.prepare(chunkSql('position > ? AND position <= ?', 'position')).raw();
    try {
      const [chunk] = this.statement.get(row, end, rowsPerChunk) as [Buffer | null];
      return chunk;
    } catch (error) {
      if (sqliteFault(error) !== 'corrupt') throw error;
      throw new StoreUnreadableError(this.file, 'the file is damaged; run verify, then restore a backup', { cause: error });
    }
  }
}

/** A reader on a connection of its own, as a thread beside the store needs it. @throws StoreUnreadableError */
export async function openBytesReader(file: string): Promise<BytesReader> {
  return new BytesReader(await openForReading(file), file);
}

/** Longest single record in characters; an unclosed quote swallows no more than this. */
export const recordCharactersMax = 64 * 1024;

/** Where a record stands, and what of it could be read. */
export interface CsvRecord {
  /** First and last line of the file, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly cells: readonly string[];
}

/** A record that went over the length or never closed its quote. Its cells are those that were complete by then. */
export interface UnreadRecord extends CsvRecord {
  readonly reason: 'too-long' | 'unclosed-quote';
  readonly characters: number;
}

export interface CsvRecordSink {
  readonly onRecord: (record: CsvRecord) => void;
  readonly onUnread: (record: UnreadRecord) => void;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

type Mode = 'cell-start' | 'plain' | 'quoted' | 'quote-in-quoted' | 'skipping';

/**
 * Splits text that comes in pieces into CSV records: commas or another separator, double quotes, any line end. Holds no more than one record
 * of bounded length: what goes over it is dropped up to the next line end, and reading goes on there. A quote inside a
 * cell that did not begin with one is a character like others; empty lines do not count as records.
 */
export class CsvRecords {
  private mode: Mode = 'cell-start';
  private cells: string[] = [];
  private cell = '';
  private line = 1;
  private firstLine = 1;
  private characters = 0;
  private openQuote = false;
  private afterReturn = false;
  private begun = false;

  private readonly separator: number;

  /** @param separator one character. */
  constructor(
    private readonly sink: CsvRecordSink,
    separator = ',',
  ) {
    this.separator = separator.charCodeAt(0);
  }

  push(piece: string): void {
    const text = this.begun || !piece.startsWith('\ufeff') ? piece : piece.slice(1);
    this.begun ||= piece.length > 0;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== this.separator && code !== quote && code !== lineFeed && code !== carriageReturn && (this.mode === 'plain' || this.mode === 'quoted' || this.mode === 'skipping')) {
        this.afterReturn = false;
        continue;
      }
      this.keep(text, from, at);
      from = at + 1;
      this.take(code, text.charAt(at));
    }
    this.keep(text, from, text.length);
  }

  end(): void {
    if (this.mode === 'quoted') {
      this.unread('unclosed-quote');
    } else if (this.mode === 'skipping') {
      this.endSkipped();
    } else if (this.cells.length > 0 || this.mode !== 'cell-start') {
      this.endRecord();
    }
  }

  /** Takes a run of ordinary characters. */
  private keep(text: string, from: number, to: number): void {
    if (to === from) {
      return;
    }
    this.characters += to - from;
    if (this.mode !== 'skipping') {
      this.cell += text.slice(from, to);
      this.skipWhenTooLong();
    }
  }

  private take(code: number, char: string): void {
    const secondOfPair = code === lineFeed && this.afterReturn;
    this.afterReturn = code === carriageReturn;
    const endsLine = code === lineFeed || code === carriageReturn;
    if (this.mode === 'quoted') {
      this.takeQuoted(code, char, endsLine && !secondOfPair);
    } else if (endsLine) {
      if (!secondOfPair) {
        this.endLine();
      }
    } else if (this.mode === 'skipping') {
      this.characters += 1;
    } else {
      this.takeOutside(code, char);
    }
  }

  private takeQuoted(code: number, char: string, endsLine: boolean): void {
    this.characters += 1;
    if (code === quote) {
      this.mode = 'quote-in-quoted';
      return;
    }
    this.cell += char;
    this.line += endsLine ? 1 : 0;
    this.skipWhenTooLong();
  }

  private takeOutside(code: number, char: string): void {
    this.characters += 1;
    if (code === this.separator) {
      this.cells.push(this.cell);
      this.cell = '';
      this.mode = 'cell-start';
    } else if (code === quote && this.mode === 'cell-start') {
      this.mode = 'quoted';
    } else if (code === quote && this.mode === 'quote-in-quoted') {
      this.cell += '"';
      this.mode = 'quoted';
    } else {
      // A quote that closed before the cell ended was no quoting: the cell is taken as it was written.
      this.cell = this.mode === 'quote-in-quoted' ? `"${this.cell}"${char}` : this.cell + char;
      this.mode = 'plain';
    }
    this.skipWhenTooLong();
  }

  private endLine(): void {
    if (this.mode === 'skipping') {
      this.endSkipped();
    } else if (this.cells.length > 0 || this.mode !== 'cell-start') {
      this.endRecord();
    }
    this.line += 1;
    this.begin();
  }

  private begin(): void {
    this.mode = 'cell-start';
    this.cells = [];
    this.cell = '';
    this.firstLine = this.line;
    this.characters = 0;
    this.openQuote = false;
  }

  private endRecord(): void {
    this.cells.push(this.cell);
    this.sink.onRecord({ line: this.firstLine, lastLine: this.line, cells: this.cells });
  }

  private skipWhenTooLong(): void {
    if (this.characters > recordCharactersMax) {
      this.openQuote = this.mode === 'quoted' && this.line > this.firstLine;
      this.mode = 'skipping';
      this.cell = '';
    }
  }

  private endSkipped(): void {
    this.unread(this.openQuote ? 'unclosed-quote' : 'too-long');
  }

  private unread(reason: UnreadRecord['reason']): void {
    this.sink.onUnread({ line: this.firstLine, lastLine: this.line, cells: this.cells, reason, characters: this.characters });
  }
}

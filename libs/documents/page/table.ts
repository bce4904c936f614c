import { bodySize, grey, leading, type Sheet, type Style } from './sheet';

export interface Column {
  readonly title: string;
  /** Points. Exactly one column has none: it takes what is left. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

export interface TableRow {
  readonly cells: readonly string[];
  /** Set under the widest column in small grey letters. */
  readonly notes?: readonly string[];
}

export interface TableOptions {
  /** Said at the foot of a page that the table leaves, and at the head of the next: a sum so far. */
  readonly carried?: (rows: number) => { readonly title: string; readonly amount: string };
  /** Points that must be left below the last row, for what belongs to it: a sum never stands on a page without a row. */
  readonly keep?: number;
}

const gap = 8;
const padding = 3;
const noteStyle: Style = { size: 7.5, colour: grey };

interface Placed {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
}

function placed(sheet: Sheet, columns: readonly Column[]): Placed[] {
  const fixed = columns.reduce((sum, { width }) => sum + (width ?? 0), 0) + gap * (columns.length - 1);
  const places: Placed[] = [];
  let x = sheet.left;
  for (const column of columns) {
    const width = column.width ?? sheet.width - fixed;
    places.push({ column, x, width });
    x += width + gap;
  }
  return places;
}

/** What stands above the rows of a further page: margin, titles and the sum so far. */
const headRoom = 100;
const step = bodySize * leading;
const noteStep = 7.5 * leading;

class Setting {
  readonly #places: readonly Placed[];
  readonly #widest: Placed | undefined;
  readonly #carriedHeight: number;

  constructor(
    private readonly sheet: Sheet,
    columns: readonly Column[],
    private readonly options: TableOptions,
  ) {
    this.#places = placed(sheet, columns);
    this.#widest = this.#places.find(({ column }) => column.width === undefined);
    this.#carriedHeight = options.carried === undefined ? 0 : step + padding;
  }

  begin(): void {
    this.sheet.ensure(8 * leading + 2 * padding + 2 * step + this.#carriedHeight);
    this.#titles();
  }

  row(row: TableRow, index: number, keep: number): void {
    const { sheet } = this;
    const wrapped = this.#places.map(({ column, width }, at) => (column.width === undefined ? sheet.lines(row.cells[at] ?? '', width) : [row.cells[at] ?? '']));
    const notes = (row.notes ?? []).flatMap((note) => sheet.lines(note, this.#widest?.width ?? sheet.width, noteStyle));
    const tall = Math.max(...wrapped.map((lines) => lines.length)) * step;
    const height = tall + notes.length * noteStep + 2 * padding + Math.max(keep, this.#carriedHeight);
    // A row that no page is tall enough for begins here and goes on with its words on the next page; any other stands whole.
    if (height <= sheet.bottom - headRoom && sheet.y + height > sheet.bottom) {
      this.#turn(index);
    }
    const lastLine = sheet.bottom - this.#carriedHeight - step - padding;
    const turnIfFull = (): void => {
      if (sheet.y > lastLine) {
        this.#turn(index);
      }
    };
    this.#cells(wrapped, turnIfFull);
    for (const note of notes) {
      turnIfFull();
      sheet.line(note, this.#widest?.x ?? sheet.left, sheet.y, noteStyle);
      sheet.y += noteStep;
    }
    sheet.y += padding;
    sheet.rule(sheet.y, { weight: 0.3 });
    sheet.y += padding;
  }

  /** A new page that begins with the titles, and the sum of the rows before. */
  #turn(rows: number): void {
    this.#carried(rows);
    this.sheet.ensure(this.sheet.bottom);
    this.#titles();
    this.#carried(rows);
  }

  #cells(wrapped: readonly (readonly string[])[], beforeLine: () => void): void {
    const lines = Math.max(...wrapped.map((cell) => cell.length));
    for (let line = 0; line < lines; line += 1) {
      beforeLine();
      for (const [at, place] of this.#places.entries()) {
        this.#set(place, wrapped[at]?.[line] ?? '');
      }
      this.sheet.y += step;
    }
  }

  #titles(): void {
    const { sheet } = this;
    for (const place of this.#places) {
      this.#set(place, place.column.title, { bold: true, size: 8, colour: sheet.accent });
    }
    sheet.y += 8 * leading + padding;
    sheet.rule(sheet.y, { colour: sheet.accent, weight: 0.8 });
    sheet.y += padding;
  }

  #carried(rows: number): void {
    const told = rows > 0 ? this.options.carried?.(rows) : undefined;
    if (told !== undefined) {
      this.sheet.lineTo(told.amount, this.sheet.right, this.sheet.y, { bold: true });
      this.sheet.line(told.title, this.sheet.left, this.sheet.y, { colour: grey });
      this.sheet.y += step + padding;
    }
  }

  #set({ column, x, width }: Placed, text: string, asked: Style = {}): void {
    const style = this.#fitting(text, column.width === undefined ? undefined : width, asked);
    if (column.align === 'right') {
      this.sheet.lineTo(text, x + width, this.sheet.y, style);
    } else {
      this.sheet.line(text, x, this.sheet.y, style);
    }
  }

  /** What is too wide for its column is set smaller: a figure never runs into its neighbour. */
  #fitting(text: string, width: number | undefined, style: Style): Style {
    const wide = width === undefined ? 0 : this.sheet.widthOf(text, style);
    return width === undefined || wide <= width ? style : { ...style, size: ((style.size ?? bodySize) * width) / wide };
  }
}

/** Sets a table at the cursor, over as many pages as it takes; each begins with the titles again. A row is split only if no page is tall enough for it. */
export function table(sheet: Sheet, columns: readonly Column[], rows: readonly TableRow[], options: TableOptions = {}): void {
  const setting = new Setting(sheet, columns, options);
  setting.begin();
  for (const [index, row] of rows.entries()) {
    setting.row(row, index, index === rows.length - 1 ? (options.keep ?? 0) : 0);
  }
}

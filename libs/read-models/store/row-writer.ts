import { CompiledQuery, type Kysely } from 'kysely';
import type { Row } from './read-store';
import { tableName, type Dialect, type TableSpec } from './table';

export type Value = bigint | number | string;

/** Rows per statement, largest first. SQLite keeps a prepared statement per size; PostgreSQL saves round trips. */
const chunkSizes: Readonly<Record<Dialect, readonly number[]>> = { sqlite: [250, 50, 10, 1], postgres: [1000, 100, 10, 1] };
const parametersMax = 32_000;
const int64Max = 2n ** 63n - 1n;
const int64Min = -(2n ** 63n);

/** The SQL of a multi-row statement is built once per size and kept. */
export class MultiRow {
  readonly #texts = new Map<string, string>();
  readonly #sizes: readonly number[];

  /**
   * @param head text before the rows, @param tail text after them; each row is `(?, …)` of `types.length` parameters.
   * @param cast names the SQL type of each parameter, where the statement itself does not say it.
   */
  constructor(
    private readonly dialect: Dialect,
    private readonly head: string,
    private readonly width: number,
    private readonly tail: string,
    private readonly cast?: readonly string[],
  ) {
    this.#sizes = chunkSizes[dialect].filter((size) => size === 1 || size * width <= parametersMax);
  }

  /**
   * @param values all rows, flat, in column order.
   * @param shared columns that hold one text in all rows: it crosses over once per statement, which halves the work.
   * @returns what the statements returned.
   */
  async run(db: Kysely<unknown>, values: readonly Value[], shared: readonly number[] = []): Promise<Row[]> {
    const returned: Row[] = [];
    let offset = 0;
    for (const size of this.#sizes) {
      const step = size * this.width;
      const used = size === 1 ? [] : shared;
      while (values.length - offset >= step) {
        const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(this.#text(size, used), this.#parameters(values, offset, step, used)));
        for (const row of rows) returned.push(row);
        offset += step;
      }
    }
    return returned;
  }

  /** The shared texts first, then row by row what is left. */
  #parameters(values: readonly Value[], offset: number, step: number, shared: readonly number[]): unknown[] {
    if (shared.length === 0) return values.slice(offset, offset + step);
    const parameters: unknown[] = shared.map((column) => values[offset + column]);
    const own = this.#ownColumns(shared);
    for (let row = offset; row < offset + step; row += this.width) {
      for (const column of own) parameters.push(values[row + column]);
    }
    return parameters;
  }

  #ownColumns(shared: readonly number[]): number[] {
    return Array.from({ length: this.width }, (_unused, column) => column).filter((column) => !shared.includes(column));
  }

  #text(size: number, shared: readonly number[]): string {
    const name = `${size} ${shared.join()}`;
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    let parameter = shared.length;
    const row = (): string => {
      const marks = Array.from({ length: this.width }, (_unused, column) => {
        const place = shared.indexOf(column);
        if (place < 0) parameter += 1;
        const mark = `${this.dialect === 'postgres' ? '$' : '?'}${place < 0 ? parameter : place + 1}`;
        return this.cast === undefined ? mark : `cast(${mark} as ${this.cast[column]!})`;
      });
      return `(${marks.join(', ')})`;
    };
    const text = `${this.head} values ${Array.from({ length: size }, row).join(', ')}${this.tail}`;
    this.#texts.set(name, text);
    return text;
  }
}

/** Collects new rows of one table during a batch and writes them at its end. */
export class RowWriter {
  readonly #statement: MultiRow;
  readonly #texts: readonly number[];
  readonly #width: number;
  #values: Value[] = [];

  /** @param conflict what follows the rows: an `on conflict …` clause, `returning …`; default: fail when a key exists. */
  constructor(dialect: Dialect, table: TableSpec, generation: number, conflict = '') {
    const columns = Object.keys(table.columns);
    this.#width = columns.length;
    this.#texts = [...columns.keys()].filter((column) => table.columns[columns[column]!] === 'text' && !table.key.includes(columns[column]!));
    const head = `insert into ${tableName(table, generation)} (${columns.join(', ')})`;
    this.#statement = new MultiRow(dialect, head, columns.length, conflict === '' ? '' : ` ${conflict}`);
  }

  /** @param row one value per column, in the order of the table's columns. */
  add(...row: readonly Value[]): void {
    for (const value of row) {
      if (typeof value === 'bigint' && (value > int64Max || value < int64Min)) {
        throw new RangeError(`${value} minor units do not fit a 64-bit column.`);
      }
      this.#values.push(value);
    }
  }

  /** @returns the rows of a `returning` clause. */
  async flush(db: Kysely<unknown>): Promise<Row[]> {
    if (this.#values.length === 0) return [];
    const values = this.#values;
    this.#values = [];
    return this.#statement.run(db, values, this.#shared(values));
  }

  forget(): void {
    this.#values = [];
  }

  /** Texts that are the same in every row of the batch: entity, currency and the like. */
  #shared(values: readonly Value[]): number[] {
    const width = this.#width;
    return this.#texts.filter((column) => {
      const first = values[column];
      for (let place = column + width; place < values.length; place += width) {
        if (values[place] !== first) return false;
      }
      return true;
    });
  }
}

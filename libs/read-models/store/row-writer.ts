import { CompiledQuery, type Kysely } from 'kysely';
import { tableName, type Dialect, type TableSpec } from './table';

export type Value = bigint | number | string;

/** Rows per statement, largest first. SQLite keeps a prepared statement per size; PostgreSQL saves round trips. */
const chunkSizes: Readonly<Record<Dialect, readonly number[]>> = { sqlite: [50, 10, 1], postgres: [1000, 100, 10, 1] };
const parametersMax = 32_000;
const int64Max = 2n ** 63n - 1n;
const int64Min = -(2n ** 63n);

/** The SQL of a multi-row statement is built once per size and kept. */
export class MultiRow {
  readonly #texts = new Map<number, string>();
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

  /** @param values all rows, flat, in column order. */
  async run(db: Kysely<unknown>, values: readonly Value[]): Promise<void> {
    let offset = 0;
    for (const size of this.#sizes) {
      const step = size * this.width;
      while (values.length - offset >= step) {
        const parameters = offset === 0 && values.length === step ? values : values.slice(offset, offset + step);
        await db.executeQuery(CompiledQuery.raw(this.#text(size), parameters as unknown[]));
        offset += step;
      }
    }
  }

  #text(size: number): string {
    const known = this.#texts.get(size);
    if (known !== undefined) return known;
    let parameter = 0;
    const row = (): string => {
      const marks = Array.from({ length: this.width }, (_unused, column) => {
        parameter += 1;
        const mark = this.dialect === 'postgres' ? `$${parameter}` : '?';
        return this.cast === undefined ? mark : `cast(${mark} as ${this.cast[column]!})`;
      });
      return `(${marks.join(', ')})`;
    };
    const text = `${this.head} values ${Array.from({ length: size }, row).join(', ')}${this.tail}`;
    this.#texts.set(size, text);
    return text;
  }
}

/** Collects new rows of one table during a batch and writes them at its end. */
export class RowWriter {
  readonly #statement: MultiRow;
  #values: Value[] = [];

  /** @param conflict what to do when the key exists: an `on conflict …` clause; default: fail. */
  constructor(dialect: Dialect, table: TableSpec, generation: number, conflict = '') {
    const columns = Object.keys(table.columns);
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

  async flush(db: Kysely<unknown>): Promise<void> {
    if (this.#values.length === 0) return;
    const values = this.#values;
    this.#values = [];
    await this.#statement.run(db, values);
  }

  forget(): void {
    this.#values = [];
  }
}

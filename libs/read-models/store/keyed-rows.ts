import type { Kysely } from 'kysely';
import { RowWriter, type Value } from './row-writer';
import { tableName, type Dialect, type TableSpec } from './table';

/** New values of some columns of a row. */
export type Patch = Readonly<Record<string, Value>>;

interface Pending {
  readonly key: readonly Value[];
  /** Set: the row is new in this batch and complete. */
  inserted: boolean;
  readonly set: Map<string, Value>;
  readonly added: Map<string, bigint>;
}

/**
 * Rows that are inserted once and changed later. A batch's changes of one row are brought together, so that each
 * row is written once per batch. Columns that are added to (`sums`) are never set after the insert.
 */
export class KeyedRows {
  readonly #inserts: RowWriter;
  readonly #patches = new Map<string, RowWriter>();
  readonly #columns: readonly string[];
  #pending = new Map<string, Pending>();

  constructor(
    private readonly dialect: Dialect,
    private readonly table: TableSpec,
    private readonly generation: number,
  ) {
    this.#inserts = new RowWriter(dialect, table, generation);
    this.#columns = Object.keys(table.columns);
  }

  /** @param row every column that is not its default; the key among them. */
  insert(row: Patch): void {
    const pending = this.#of(this.table.key.map((column) => row[column]!));
    pending.inserted = true;
    for (const [column, value] of Object.entries(row)) pending.set.set(column, value);
  }

  /** Precondition: the row was inserted by an earlier fact. */
  set(key: readonly Value[], patch: Patch): void {
    const pending = this.#of(key);
    for (const [column, value] of Object.entries(patch)) pending.set.set(column, value);
  }

  /** Adds to an integer column. Precondition: the row was inserted by an earlier fact. */
  add(key: readonly Value[], column: string, amount: bigint): void {
    const { added } = this.#of(key);
    added.set(column, (added.get(column) ?? 0n) + amount);
  }

  forget(): void {
    this.#pending = new Map();
    this.#inserts.forget();
    for (const writer of this.#patches.values()) writer.forget();
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const pending of this.#pending.values()) {
      if (pending.inserted) this.#inserts.add(...this.#wholeRow(pending));
      else this.#patch(pending);
    }
    this.#pending = new Map();
    await this.#inserts.flush(db);
    for (const writer of this.#patches.values()) await writer.flush(db);
  }

  #of(key: readonly Value[]): Pending {
    const name = key.length === 1 ? String(key[0]) : JSON.stringify(key.map(String));
    let pending = this.#pending.get(name);
    if (pending === undefined) {
      pending = { key, inserted: false, set: new Map(), added: new Map() };
      this.#pending.set(name, pending);
    }
    return pending;
  }

  #wholeRow({ set, added }: Pending): Value[] {
    return this.#columns.map((column) => {
      const value = set.get(column) ?? (this.table.columns[column] === 'integer' ? 0n : '');
      const sum = added.get(column);
      return sum === undefined ? value : BigInt(value) + sum;
    });
  }

  #patch({ key, set, added }: Pending): void {
    const changed = [...set.keys(), ...added.keys()];
    const shape = changed.join(' ');
    let writer = this.#patches.get(shape);
    if (writer === undefined) {
      const name = tableName(this.table, this.generation);
      const updates = [
        ...[...set.keys()].map((column) => `${column} = excluded.${column}`),
        ...[...added.keys()].map((column) => `${column} = ${name}.${column} + excluded.${column}`),
      ];
      const columns = Object.fromEntries([...this.table.key, ...changed].map((column) => [column, this.table.columns[column]!]));
      const conflict = `on conflict (${this.table.key.join(', ')}) do update set ${updates.join(', ')}`;
      writer = new RowWriter(this.dialect, { ...this.table, columns }, this.generation, conflict);
      this.#patches.set(shape, writer);
    }
    writer.add(...key, ...set.values(), ...added.values());
  }
}

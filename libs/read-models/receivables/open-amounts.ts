import { sql, type Kysely } from 'kysely';
import type { WriterContext } from '../projection';
import { MultiRow, RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import type { KnownItem } from './known-items';
import { movementTable, openTable } from './tables';

/** Keeps what is open now: sums a batch per item, adds it, and removes what came to zero. */
export class OpenAmounts {
  readonly #rows: RowWriter;
  readonly #removal: MultiRow;
  readonly #bulk: boolean;
  readonly #open: string;
  readonly #movements: string;
  #deltas = new Map<number, { kind: number; item: KnownItem; amount: bigint }>();

  constructor({ dialect, generation, bulk }: WriterContext) {
    this.#bulk = bulk;
    this.#open = tableName(openTable, generation);
    this.#movements = tableName(movementTable, generation);
    const key = openTable.key.join(', ');
    this.#rows = new RowWriter(dialect, openTable, generation, `on conflict (${key}) do update set amount = ${this.#open}.amount + excluded.amount`);
    const types = openTable.key.map((column) => (openTable.columns[column] === 'integer' ? 'bigint' : 'text'));
    this.#removal = new MultiRow(dialect, `delete from ${this.#open} where amount = 0 and (${key}) in (`, types.length, ')', types);
  }

  add(kind: number, item: KnownItem, amount: bigint): void {
    if (this.#bulk) return;
    const before = this.#deltas.get(item.itemKey);
    if (before === undefined) this.#deltas.set(item.itemKey, { kind, item, amount });
    else before.amount += amount;
  }

  forget(): void {
    this.#deltas = new Map();
    this.#rows.forget();
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    if (this.#deltas.size === 0) return;
    const keys: (number | string)[] = [];
    for (const { kind, item, amount } of this.#deltas.values()) {
      this.#rows.add(kind, item.accountKey, item.currency, item.dueDay, item.itemKey, item.issueDay, amount);
      keys.push(kind, item.accountKey, item.currency, item.dueDay, item.itemKey);
    }
    this.#deltas = new Map();
    await this.#rows.flush(db);
    await this.#removal.run(db, keys);
  }

  /** After a bulk load: the same rows, in one statement. */
  async derive(db: Kysely<unknown>): Promise<void> {
    await sql`insert into ${sql.table(this.#open)} (kind, account_key, currency, due_day, item_key, issue_day, amount)
      select min(kind), account_key, min(currency), min(due_day), item_key, min(issue_day), cast(sum(amount) as bigint)
      from ${sql.table(this.#movements)} group by account_key, item_key having sum(amount) <> 0`.execute(db);
  }
}

import { sql, type Kysely } from 'kysely';
import type { WriterContext } from '../projection';
import type { Row } from '../store/read-store';
import { MultiRow, RowWriter } from '../store/row-writer';
import { tableName } from '../store/table';
import type { KnownItem } from './known-items';
import { itemTable, movementTable, openTable, totalTable } from './tables';

/** Keeps what is open now: sums a batch per item, adds it, removes what came to zero, and brings the totals level. */
export class OpenAmounts {
  readonly #rows: RowWriter;
  readonly #removal: MultiRow;
  readonly #totals: RowWriter;
  readonly #bulk: boolean;
  readonly #open: string;
  readonly #movements: string;
  readonly #items: string;
  readonly #total: string;
  #deltas = new Map<number, { kind: number; item: KnownItem; amount: bigint }>();

  constructor({ dialect, generation, bulk }: WriterContext) {
    this.#bulk = bulk;
    this.#open = tableName(openTable, generation);
    this.#movements = tableName(movementTable, generation);
    this.#items = tableName(itemTable, generation);
    this.#total = tableName(totalTable, generation);
    const key = openTable.key.join(', ');
    this.#rows = new RowWriter(dialect, openTable, generation, `on conflict (${key}) do update set amount = ${this.#open}.amount + excluded.amount
      returning kind, account_key, currency, item_key, amount`);
    const types = openTable.key.map((column) => (openTable.columns[column] === 'integer' ? 'bigint' : 'text'));
    this.#removal = new MultiRow(dialect, `delete from ${this.#open} where amount = 0 and (${key}) in (`, types.length, ')', types);
    const added = (column: string): string => `${column} = ${this.#total}.${column} + excluded.${column}`;
    this.#totals = new RowWriter(dialect, totalTable, generation,
      `on conflict (${totalTable.key.join(', ')}) do update set ${added('amount')}, ${added('items')}`);
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
    this.#totals.forget();
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    if (this.#deltas.size === 0) return;
    const keys: (number | string)[] = [];
    for (const { kind, item, amount } of this.#deltas.values()) {
      this.#rows.add(kind, item.accountKey, item.currency, item.dueDay, item.itemKey, item.issueDay, amount);
      keys.push(kind, item.accountKey, item.currency, item.dueDay, item.itemKey);
    }
    this.#addTotals(await this.#rows.flush(db));
    this.#deltas = new Map();
    await this.#removal.run(db, keys);
    await this.#totals.flush(db);
  }

  /** @param written every row that was touched, as it is now; what it was before tells whether an item opened or closed. */
  #addTotals(written: readonly Row[]): void {
    const totals = new Map<string, { row: Row; amount: bigint; items: number }>();
    for (const row of written) {
      const after = row['amount'] as bigint;
      const { amount } = this.#deltas.get(Number(row['item_key']))!;
      const key = `${String(row['kind'])} ${String(row['account_key'])} ${String(row['currency'])}`;
      const total = totals.get(key) ?? { row, amount: 0n, items: 0 };
      total.amount += amount;
      total.items += Number(after !== 0n) - Number(after !== amount);
      totals.set(key, total);
    }
    for (const { row, amount, items } of totals.values()) {
      this.#totals.add(row['kind'] as bigint, row['account_key'] as bigint, String(row['currency']), amount, items);
    }
  }

  /** After a bulk load: the same rows, in one statement per table. */
  async derive(db: Kysely<unknown>): Promise<void> {
    await sql`insert into ${sql.table(this.#open)} (kind, account_key, currency, due_day, item_key, issue_day, amount)
      select min(kind), account_key, min(currency), min(due_day), item_key, min(issue_day), cast(sum(amount) as bigint)
      from ${sql.table(this.#movements)} group by account_key, item_key having sum(amount) <> 0`.execute(db);
    await sql`insert into ${sql.table(this.#total)} (kind, account_key, currency, amount, items)
      select i.kind, i.account_key, i.currency, cast(coalesce(sum(o.amount), 0) as bigint), count(o.item_key)
      from (select distinct kind, account_key, currency from ${sql.table(this.#items)}) i
      left join ${sql.table(this.#open)} o on o.kind = i.kind and o.account_key = i.account_key and o.currency = i.currency
      group by i.kind, i.account_key, i.currency`.execute(db);
  }
}

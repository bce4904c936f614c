import { sql, type RawBuilder } from 'kysely';
import type { Row } from '../store/read-store';
import type { Slice } from '../reports/snapshot';
import { accountTable, horizonTable, movementTable, openTable } from './tables';

/** Limits rows to the accounts a question asks for. @param alias of the table whose `account_key` it is; default: the only one. */
export function accountsAsked({ table, entityId, customerId }: Slice, alias?: string): RawBuilder<unknown> {
  if (entityId === null && customerId === null) return sql`1 = 1`;
  const entity = entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`;
  const customer = customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`;
  return sql`${sql.ref(alias === undefined ? 'account_key' : `${alias}.account_key`)} in (select account_key from ${table(accountTable)} where ${entity} and ${customer})`;
}

/** Movements that count: dated on or before the day, known by the sequence. */
export function counted({ day, asOfDay, knownAt }: Slice, alias?: string): RawBuilder<unknown> {
  const column = (name: string): RawBuilder<unknown> => sql.ref(alias === undefined ? name : `${alias}.${name}`);
  return sql`${column(day)} <= ${asOfDay} and ${column('sequence')} <= ${knownAt}`;
}

/** Whether what is open now is what was open then: every fact counts, and none is dated later. */
export async function isCurrent({ db, table, knowsAll, day, asOfDay }: Slice): Promise<boolean> {
  if (!knowsAll) return false;
  const { rows } = await sql<Row>`select count(*) as later from ${table(horizonTable)} where ${sql.ref(day)} > ${asOfDay}`.execute(db);
  return rows[0]!['later'] === 0n;
}

/**
 * One row per item with an open amount that is not zero: kind, account_key, item_key, currency, due_day, issue_day,
 * amount. The quick way when the question is about now, else the exact sum of movements.
 */
export async function openItems(slice: Slice): Promise<RawBuilder<unknown>> {
  const { table } = slice;
  if (await isCurrent(slice)) return sql`(select * from ${table(openTable)} where amount <> 0 and ${accountsAsked(slice)})`;
  return sql`(select min(kind) as kind, account_key, item_key, min(currency) as currency, min(due_day) as due_day, min(issue_day) as issue_day,
      cast(sum(amount) as bigint) as amount
    from ${table(movementTable)} where ${counted(slice)} and ${accountsAsked(slice)}
    group by account_key, item_key having sum(amount) <> 0)`;
}

export interface AccountName {
  readonly accountId: string;
  readonly entityId: string;
  readonly customerId: string;
}

/** The accounts of a question by key. */
export async function accountNames(slice: Slice): Promise<Map<bigint, AccountName>> {
  const { rows } = await sql<Row>`select * from ${slice.table(accountTable)} where ${accountsAsked(slice)}`.execute(slice.db);
  return new Map(
    rows.map((row) => [
      row['account_key'] as bigint,
      { accountId: String(row['account_id']), entityId: String(row['entity_id']), customerId: String(row['customer_id']) },
    ]),
  );
}

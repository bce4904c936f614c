import { sql } from 'kysely';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { accountsAsked, counted } from './open-items.query';
import { disputeTable, itemTable, kindCode, movementTable } from './tables';

export interface DisputedItem {
  readonly accountKey: bigint;
  readonly itemKey: bigint;
  readonly currency: string;
  readonly amount: bigint;
}

/** Open amounts of invoice instalments that are in dispute on the day, as known then. A dispute has one date for both bases. */
export async function disputedItems(slice: Slice): Promise<DisputedItem[]> {
  const { db, table, asOfDay, knownAt } = slice;
  // A cross join tells SQLite where to begin: disputes are few, and left to itself it reads every item.
  const { rows } = await sql<Row>`
    select m.account_key, m.item_key, min(m.currency) as currency, cast(sum(m.amount) as bigint) as amount
    from (select distinct d.invoice_id from (
        select invoice_id from ${table(disputeTable)} where effective_day <= ${asOfDay} and sequence <= ${knownAt}
        group by account_id, invoice_id, dispute_id having sum(change) > 0) d) disputed
    cross join ${table(itemTable)} i
    cross join ${table(movementTable)} m
    where i.kind = ${kindCode.invoice} and i.document_id = disputed.invoice_id and m.account_key = i.account_key and m.item_key = i.item_key
      and ${accountsAsked(slice, 'm')} and ${counted(slice, 'm')}
    group by m.account_key, m.item_key having sum(m.amount) <> 0`.execute(db);
  return rows.map((row) => ({
    accountKey: row['account_key'] as bigint,
    itemKey: row['item_key'] as bigint,
    currency: String(row['currency']),
    amount: row['amount'] as bigint,
  }));
}

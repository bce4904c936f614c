import { sql } from 'kysely';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { accountsAsked, counted } from './open-items.query';
import { accountTable, disputeTable, itemTable, kindCode, movementTable } from './tables';

export interface DisputedItem {
  readonly accountKey: bigint;
  readonly itemKey: bigint;
  readonly currency: string;
  readonly amount: bigint;
}

/** Open amounts of invoice instalments that are in dispute on the day, as known then. A dispute has one date for both bases. */
export async function disputedItems(slice: Slice): Promise<DisputedItem[]> {
  const { db, table, asOfDay, knownAt } = slice;
  const { rows } = await sql<Row>`
    select m.account_key, m.item_key, min(m.currency) as currency, cast(sum(m.amount) as bigint) as amount
    from ${table(itemTable)} i
    join ${table(movementTable)} m on m.account_key = i.account_key and m.item_key = i.item_key
    where i.kind = ${kindCode.invoice} and i.document_id in (
        select invoice_id from ${table(disputeTable)} where effective_day <= ${asOfDay} and sequence <= ${knownAt}
        group by account_id, invoice_id, dispute_id having sum(change) > 0)
      and m.account_key in (select account_key from ${table(accountTable)} where ${accountsAsked(slice)})
      and ${counted(slice)}
    group by m.account_key, m.item_key having sum(m.amount) <> 0`.execute(db);
  return rows.map((row) => ({
    accountKey: row['account_key'] as bigint,
    itemKey: row['item_key'] as bigint,
    currency: String(row['currency']),
    amount: row['amount'] as bigint,
  }));
}

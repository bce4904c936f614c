import { sql } from 'kysely';
import { ownInvoicesMax, type PaidInvoice } from '#ledger';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { accountTable, kindCode, movementCode, movementTable } from '../receivables/tables';

export interface SettledOfEntity extends PaidInvoice {
  readonly entityId: string;
}

/** So many of every account count at most: a prediction rests on no older ones. */
const perAccountMax = 2 * ownInvoicesMax;

/**
 * Invoice instalments that were paid in full by the day, as known then, with the day the last money was applied to them;
 * of each account the newest. What a credit note, a write-off, a deduction or money of another currency helped to settle tells nothing about when a customer
 * pays, and is left out; so is what a customer owes since a refunded receipt was taken back.
 */
export async function settledInvoices(slice: Slice): Promise<SettledOfEntity[]> {
  const { db, table, asOfDay, knownAt, entityId } = slice;
  const counts = sql`m.effective_day <= ${asOfDay} and m.sequence <= ${knownAt}`;
  const { rows } = await sql<Row>`
    select a.entity_id, a.customer_id, s.issue_day, s.due_day, s.settled_day
    from (
      select account_key, item_key, issue_day, due_day, settled_day,
        row_number() over (partition by account_key order by settled_day desc, item_key desc) as place
      from (
        select m.account_key, m.item_key, min(m.issue_day) as issue_day, min(m.due_day) as due_day, max(m.effective_day) as settled_day
        from ${table(movementTable)} m
        where m.kind = ${kindCode.invoice} and ${counts}
        group by m.account_key, m.item_key
        having sum(m.amount) = 0
          and sum(case when m.movement in (${movementCode['written-off']}, ${movementCode.deducted}, ${movementCode.exchanged}) then 1 else 0 end) = 0
          and sum(case when m.movement = ${movementCode.allocated} then 1 else 0 end) > 0
          and sum(case when m.movement = ${movementCode.opened} then 1 else 0 end) > 0
      ) settled
      where not exists (
        select 1 from ${table(movementTable)} m join ${table(movementTable)} c
          on c.account_key = m.account_key and c.sequence = m.sequence and c.kind = ${kindCode.credit}
        where m.account_key = settled.account_key and m.item_key = settled.item_key and ${counts} and m.movement = ${movementCode.allocated}
      )
    ) s
    join ${table(accountTable)} a on a.account_key = s.account_key
    where s.place <= ${perAccountMax} and ${entityId === null ? sql`1 = 1` : sql`a.entity_id = ${entityId}`}
    order by a.entity_id, a.customer_id, s.settled_day desc, s.item_key desc`.execute(db);
  return rows.map((row) => ({
    entityId: String(row['entity_id']),
    customerId: String(row['customer_id']),
    issueDay: Number(row['issue_day']),
    dueDay: Number(row['due_day']),
    settledDay: Number(row['settled_day']),
  }));
}

import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { accountTable, itemKinds, itemTable, movementKinds, movementTable, openTable, type ItemKind, type MovementKind } from '../receivables/tables';
import { amountText } from '../reports/figures';
import { onSnapshot, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';

/** An item of an account as it stands by every fact known so far, whatever its date. */
export interface AccountItem {
  readonly kind: ItemKind;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly part: number;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly currency: string;
  /** Open invoice amount, or amount not yet applied. */
  readonly open: string;
}

/** A movement of an item, with the fact behind it. */
export interface ItemMovement {
  readonly kind: ItemKind;
  readonly part: number;
  readonly movement: MovementKind;
  readonly effectiveDate: string;
  readonly postingDate: string;
  readonly sequence: number;
  readonly currency: string;
  readonly amount: string;
}

const itemsOf = ({ table }: Snapshot, accountId: string) => sql`${table(itemTable)} i
  where i.account_key = (select account_key from ${table(accountTable)} where account_id = ${accountId})`;

/** @param openOnly leaves out what is settled or used up. */
export function accountItems(store: ReadStore, accountId: string, openOnly = false): Promise<AccountItem[]> {
  return onSnapshot(store, 'receivables', async (snapshot) => {
    const open = sql`(select o.amount from ${snapshot.table(openTable)} o where o.kind = i.kind and o.account_key = i.account_key
      and o.currency = i.currency and o.due_day = i.due_day and o.item_key = i.item_key)`;
    const { rows } = await sql<Row>`select i.*, coalesce(${open}, 0) as open from ${itemsOf(snapshot, accountId)} order by i.item_key`.execute(snapshot.db);
    const items = rows.map((row) => ({
      kind: itemKinds[Number(row['kind']) - 1]!, documentId: String(row['document_id']), documentNumber: String(row['document_number']),
      part: Number(row['part']), issueDate: dayOfEpoch(Number(row['issue_day'])), dueDate: dayOfEpoch(Number(row['due_day'])),
      currency: String(row['currency']), open: amountText(row['open'] as bigint, String(row['currency'])), isOpen: row['open'] !== 0n,
    }));
    return items.filter((item) => item.isOpen || !openOnly).map(({ isOpen: _known, ...item }) => item);
  });
}

/** Every movement of one document's items, in log order: the facts behind its open amount. */
export function itemMovements(store: ReadStore, accountId: string, documentId: string): Promise<ItemMovement[]> {
  return onSnapshot(store, 'receivables', async (snapshot) => {
    const { rows } = await sql<Row>`select m.*, i.part from ${snapshot.table(movementTable)} m
      join (select account_key, item_key, part from ${itemsOf(snapshot, accountId)} and i.document_id = ${documentId}) i
        on i.account_key = m.account_key and i.item_key = m.item_key
      order by m.sequence, m.line`.execute(snapshot.db);
    return rows.map((row) => ({
      kind: itemKinds[Number(row['kind']) - 1]!, part: Number(row['part']), movement: movementKinds[Number(row['movement']) - 1]!,
      effectiveDate: dayOfEpoch(Number(row['effective_day'])), postingDate: dayOfEpoch(Number(row['posting_day'])),
      sequence: Number(row['sequence']), currency: String(row['currency']), amount: amountText(row['amount'] as bigint, String(row['currency'])),
    }));
  });
}

/** A page of an entity's debtor accounts that owe something by every fact known so far, in the order of their ids. */
export interface OwingAccounts {
  readonly entityId: string;
  readonly limit: number;
  /** The last account id of the page before. */
  readonly after?: string;
}

export function accountsWithOpenItems(store: ReadStore, { entityId, limit, after }: OwingAccounts): Promise<string[]> {
  return onSnapshot(store, 'receivables', async ({ db, table }) => {
    const invoices = itemKinds.indexOf('invoice') + 1;
    const later = after === undefined ? sql`` : sql`and a.account_id > ${after}`;
    const { rows } = await sql<Row>`select a.account_id from ${table(accountTable)} a
      where a.entity_id = ${entityId} ${later}
        and exists (select 1 from ${table(openTable)} o where o.kind = ${invoices} and o.account_key = a.account_key and o.amount <> 0)
      order by a.account_id limit ${limit}`.execute(db);
    return rows.map((row) => String(row['account_id']));
  });
}

import { sql } from 'kysely';
import { accountParts, dayOfEpoch } from '#ledger';
import {
  accountTable, itemKinds, itemTable, kindCode, movementCode, movementKinds, movementTable, openTable, type ItemKind, type MovementKind,
} from '../receivables/tables';
import { amountText } from '../reports/figures';
import { onSnapshot, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { SettlementsAhead, type NowInMilliseconds, type PostDated } from './post-dated';

/** An item of an account as it stands today, by every fact known so far. */
export interface AccountItem {
  readonly kind: ItemKind;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly part: number;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly currency: string;
  /** Open invoice amount, or amount not yet applied; today. */
  readonly open: string;
  /** What is on record and settles it from a later day on: it does not count yet. Absent: nothing is. */
  readonly postDated?: readonly PostDated[];
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

interface ItemsAsked {
  /** Leaves out what is settled or used up. */
  readonly openOnly: boolean;
  readonly now: NowInMilliseconds;
}

export function accountItems(store: ReadStore, accountId: string, { openOnly, now }: ItemsAsked): Promise<AccountItem[]> {
  return onSnapshot(store, 'receivables', async (snapshot) => {
    const { db, table } = snapshot;
    const ahead = await SettlementsAhead.of(db, now);
    const { entityId } = accountParts(accountId);
    const today = ahead.today(entityId);
    const open = sql`(select o.amount from ${table(openTable)} o where o.kind = i.kind and o.account_key = i.account_key
      and o.currency = i.currency and o.due_day = i.due_day and o.item_key = i.item_key)`;
    // An invoice is shown from the day it is known; its settlements, and money, count from their own day.
    const later = today === undefined ? sql`0` : sql`(select sum(m.amount) from ${table(movementTable)} m where m.account_key = i.account_key and m.item_key = i.item_key
      and m.effective_day > ${today} and (i.kind <> ${kindCode.invoice} or m.movement <> ${movementCode.opened}))`;
    const { rows } = await sql<Row>`select i.*, cast(coalesce(${open}, 0) - coalesce(${later}, 0) as bigint) as open
      from ${itemsOf(snapshot, accountId)} order by i.item_key`.execute(db);
    const invoices = rows.filter((row) => Number(row['kind']) === kindCode.invoice);
    const named = today === undefined ? undefined : await ahead.instalments(entityId, [...new Set(invoices.map((row) => String(row['document_id'])))]);
    const items = rows.map((row) => {
      const kind = itemKinds[Number(row['kind']) - 1]!;
      const postDated = kind === 'invoice' ? named?.get(String(row['document_id']))?.get(Number(row['part']))?.postDated : undefined;
      return {
        kind, documentId: String(row['document_id']), documentNumber: String(row['document_number']),
        part: Number(row['part']), issueDate: dayOfEpoch(Number(row['issue_day'])), dueDate: dayOfEpoch(Number(row['due_day'])),
        currency: String(row['currency']), open: amountText(row['open'] as bigint, String(row['currency'])), isOpen: row['open'] !== 0n,
        ...(postDated === undefined ? {} : { postDated }),
      };
    });
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

/** A page of an entity's debtor accounts that owe something today or after every fact known so far, in the order of their ids. */
export interface OwingAccounts {
  readonly entityId: string;
  readonly limit: number;
  /** The last account id of the page before. */
  readonly after?: string;
}

export function accountsWithOpenItems(store: ReadStore, { entityId, limit, after }: OwingAccounts, now: NowInMilliseconds): Promise<string[]> {
  return onSnapshot(store, 'receivables', async ({ db, table }) => {
    const today = (await SettlementsAhead.of(db, now)).today(entityId);
    const invoices = itemKinds.indexOf('invoice') + 1;
    const later = after === undefined ? sql`` : sql`and a.account_id > ${after}`;
    const ahead = today === undefined ? sql`` : sql`or exists (select 1 from ${table(movementTable)} m
          where m.account_key = a.account_key and m.kind = ${invoices} and m.effective_day > ${today})`;
    const { rows } = await sql<Row>`select a.account_id from ${table(accountTable)} a
      where a.entity_id = ${entityId} ${later}
        and (exists (select 1 from ${table(openTable)} o where o.kind = ${invoices} and o.account_key = a.account_key and o.amount <> 0) ${ahead})
      order by a.account_id limit ${limit}`.execute(db);
    return rows.map((row) => String(row['account_id']));
  });
}

import { sql } from 'kysely';
import { dayOfEpoch, epochDay } from '#ledger';
import { matching, paged, pageOf, type Page, type PageRequest } from '../lookups/page';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { documentTable, letterTable, sendingTable, wishTable } from './tables';

export const deliveryStates = ['unconfirmed', 'sent', 'failed', 'bounced'] as const;

export interface DeliveryRecord {
  readonly deliveryId: string;
  readonly documentId: string;
  /** As printed; absent where the document has none. */
  readonly documentNumber?: string;
  readonly channel: 'email';
  readonly kind: 'invoice' | 'credit-note' | 'receipt' | 'statement';
  readonly entityId: string;
  readonly accountId: string;
  readonly dueOn: string;
  /** `unconfirmed`: claimed, and nobody knows whether it went out. */
  readonly state: (typeof deliveryStates)[number];
  /** What the receiving server said, or why it failed or came back. */
  readonly detail: string;
  /** The sending that it repeats. */
  readonly repeats?: string;
  readonly bounceKind?: 'hard' | 'soft' | 'complaint';
  /** On how many days it was looked at through its link, and the last of them. */
  readonly openedDays: number;
  readonly openedOn?: string;
  readonly sequence: number;
}

export interface DeliveryFilter {
  readonly entityId?: string;
  readonly accountId?: string;
  readonly documentId?: string;
  readonly state?: DeliveryRecord['state'];
}

export async function findDelivery(store: ReadStore, deliveryId: string): Promise<DeliveryRecord | undefined> {
  return onSnapshot(store, 'deliveries', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(sendingTable)} where delivery_id = ${deliveryId}`.execute(db);
    return rows.map(deliveryOf)[0];
  });
}

export function listDeliveries(store: ReadStore, filter: DeliveryFilter, page: PageRequest): Promise<Page<DeliveryRecord>> {
  const { entityId, accountId, documentId, state } = filter;
  const where = matching({ entity_id: entityId, account_id: accountId, document_id: documentId, state });
  return onSnapshot(store, 'deliveries', async ({ db, table }) => {
    const { rows } = await sql<Row>`select * from ${table(sendingTable)} where ${where} ${paged(page)}`.execute(db);
    return pageOf(rows.map(deliveryOf), page);
  });
}

export interface UndeliveredAsked {
  readonly entityId: string;
  /** First issue date that counts. */
  readonly from: string;
}

/** An issued document nobody was sent anything about, to a customer who wants documents by e-mail. */
export interface UndeliveredDocument {
  readonly documentId: string;
  readonly kind: 'invoice' | 'credit-note';
  readonly sequence: number;
}

/** Oldest first. */
export function listUndelivered(store: ReadStore, { entityId, from }: UndeliveredAsked, page: PageRequest): Promise<Page<UndeliveredDocument>> {
  const oldestFirst = { ...page, oldestFirst: true };
  return onSnapshot(store, 'deliveries', async ({ db, table }) => {
    const { rows } = await sql<Row>`select document_id, kind, sequence from ${table(documentTable)}
      where claimed = 0 and entity_id = ${entityId} and issue_day >= ${epochDay(from)}
        and customer_id in (select customer_id from ${table(wishTable)} where channel = 'email') ${paged(oldestFirst)}`.execute(db);
    const documents = rows.map((row) => ({
      documentId: String(row['document_id']), kind: String(row['kind']) as UndeliveredDocument['kind'], sequence: Number(row['sequence']),
    }));
    return pageOf(documents, oldestFirst);
  });
}

/** A reminder by e-mail, told apart by nothing but what its Message-ID was made of. */
export interface SentLetter {
  readonly reminderId: string;
  readonly accountId: string;
  readonly sequence: number;
}

/** Newest first. */
export function listLetters(store: ReadStore, reminderId: string | undefined, page: PageRequest): Promise<Page<SentLetter>> {
  return onSnapshot(store, 'deliveries', async ({ db, table }) => {
    const { rows } = await sql<Row>`select reminder_id, account_id, sequence from ${table(letterTable)} where ${matching({ reminder_id: reminderId })} ${paged(page)}`.execute(db);
    return pageOf(rows.map((row) => ({ reminderId: String(row['reminder_id']), accountId: String(row['account_id']), sequence: Number(row['sequence']) })), page);
  });
}

/**
 * Why no mail goes to a customer: the last message or letter written to what is still their contact and preference came
 * back for good. Undefined: none did, or something changed since that message was claimed.
 */
export function mailHold(store: ReadStore, customerId: string): Promise<string | undefined> {
  return onSnapshot(store, 'deliveries', async ({ db, table }) => {
    const back = (of: typeof sendingTable) => sql`select detail, sequence from ${table(of)} where customer_id = ${customerId} and bounce_kind = 'hard'`;
    const { rows } = await sql<Row>`select detail from (${back(sendingTable)} union all ${back(letterTable)}) as back
      where sequence > coalesce((select changed_sequence from ${table(wishTable)} where customer_id = ${customerId}), 0) order by sequence desc limit 1`.execute(db);
    return rows[0] === undefined ? undefined : String(rows[0]['detail']);
  });
}

function deliveryOf(row: Row): DeliveryRecord {
  const text = (column: string): string => String(row[column]);
  const optional = (name: string, column: string) => (row[column] === '' ? {} : { [name]: text(column) });
  const openedDays = Number(row['opened_days']);
  return {
    deliveryId: text('delivery_id'), documentId: text('document_id'), ...optional('documentNumber', 'document_number'), channel: 'email',
    kind: text('kind') as DeliveryRecord['kind'], entityId: text('entity_id'), accountId: text('account_id'), dueOn: dayOfEpoch(Number(row['due_day'])),
    state: text('state') as DeliveryRecord['state'], detail: text('detail'), ...optional('repeats', 'repeats'), ...optional('bounceKind', 'bounce_kind'),
    openedDays, ...(openedDays === 0 ? {} : { openedOn: dayOfEpoch(Number(row['opened_day'])) }), sequence: Number(row['sequence']),
  };
}

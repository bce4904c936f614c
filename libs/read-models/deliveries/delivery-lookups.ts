import { sql } from 'kysely';
import { dayOfEpoch, epochDay } from '#ledger';
import { matching, paged, pageOf, type Page, type PageRequest } from '../lookups/page';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { documentTable, sendingTable, wishTable } from './tables';

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

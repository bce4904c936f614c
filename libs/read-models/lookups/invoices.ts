import { sql, type RawBuilder } from 'kysely';
import * as tables from '../documents/tables';
import { onSnapshot, type Snapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import type { TableSpec } from '../store/table';
import type { DocumentFilter, InvoiceFilter } from './filters';
import { matching, paged, pageOf, type Page, type PageRequest } from './page';
import { SettlementsAhead, type Ahead, type NowInMilliseconds } from './post-dated';
import { invoiceOf, type InvoiceRecord } from './records';

export const ofDocuments = ({ entityId, customerId, accountId, seriesId }: DocumentFilter): RawBuilder<unknown> =>
  matching({ entity_id: entityId, customer_id: customerId, account_id: accountId, series_id: seriesId });

/** By the column of its id, else by document number: of several with that number the first recorded. */
export async function rowsByName({ db, table }: Snapshot, spec: TableSpec, { id, name }: { readonly id: string; readonly name: string }): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from ${table(spec)} where ${sql.ref(id)} = ${name}`.execute(db);
  if (rows.length > 0) return rows;
  return (await sql<Row>`select * from ${table(spec)} where document_number = ${name} order by sequence limit 1`.execute(db)).rows;
}

export function findInvoice(store: ReadStore, name: string, now: NowInMilliseconds): Promise<InvoiceRecord | undefined> {
  return onSnapshot(store, 'documents', async (snapshot) => {
    const rows = await rowsByName(snapshot, tables.invoiceTable, { id: 'invoice_id', name });
    return (await asOfToday(rows.slice(0, 1), await SettlementsAhead.of(snapshot.db, now)))[0];
  });
}

interface Asked {
  readonly filter: InvoiceFilter;
  readonly page: PageRequest;
  readonly now: NowInMilliseconds;
}

export function listInvoices(store: ReadStore, { filter, page, now }: Asked): Promise<Page<InvoiceRecord>> {
  return onSnapshot(store, 'documents', async ({ db, table }) => {
    const ahead = await SettlementsAhead.of(db, now);
    const open = ahead.isNone ? sql`and gross <> settled` : sql`and (gross <> settled or ${ahead.condition()})`;
    const where = sql`${ofDocuments(filter)} ${filter.origin === undefined ? sql`` : sql`and origin = ${filter.origin}`} ${filter.openOnly === true ? open : sql``}`;
    const { rows } = await sql<Row>`select * from ${table(tables.invoiceTable)} where ${where} ${paged(page)}`.execute(db);
    return pageOf(await asOfToday(rows, ahead), page);
  });
}

/** The records, with what settles them later only taken off again. */
async function asOfToday(rows: readonly Row[], ahead: SettlementsAhead): Promise<InvoiceRecord[]> {
  const found = new Map<string, Ahead>();
  if (!ahead.isNone) {
    for (const entityId of new Set(rows.map((row) => String(row['entity_id'])))) {
      const ids = rows.filter((row) => row['entity_id'] === entityId).map((row) => String(row['invoice_id']));
      for (const [id, each] of await ahead.invoices(entityId, ids)) found.set(id, each);
    }
  }
  return rows.map((row) => invoiceOf(row, found.get(String(row['invoice_id']))));
}

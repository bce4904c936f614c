import { sql } from 'kysely';
import { epochDay } from '#ledger';
import { monthOfNumber, revenueTable } from '../revenue/revenue-tables';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';

/** Net sales of a month in one currency: billed less credited; product and customer where they are asked for, else empty. */
export interface SalesOfMonth {
  readonly entityId: string;
  readonly currency: string;
  readonly month: string;
  readonly productCode: string;
  readonly customerId: string;
  readonly net: bigint;
}

/** What was invoiced less what was credited from a day on, without tax, fees and interest. A slice of projection `revenue`. */
export async function salesByMonth(slice: Slice, from: string | null, by: 'product' | 'customer' | null = null): Promise<SalesOfMonth[]> {
  const { db, table, day, asOfDay, knownAt, entityId, customerId, basis } = slice;
  const month = sql.ref(basis === 'effective' ? 'effective_month' : 'posting_month');
  const product = by === 'product' ? sql`product_code` : sql`''`;
  const customer = by === 'customer' ? sql`customer_id` : sql`''`;
  const { rows } = await sql<Row>`select entity_id, currency, month, product_code, customer_id, cast(sum(net) as bigint) as net from (
      select entity_id, currency, ${month} as month, ${product} as product_code, ${customer} as customer_id, billed - credited as net from ${table(revenueTable)}
      where income = 'revenue' and ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt}
        and ${from === null ? sql`1 = 1` : sql`${sql.ref(day)} >= ${epochDay(from)}`}
        and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`} and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}
    ) sales group by entity_id, currency, month, product_code, customer_id`.execute(db);
  return rows.map((row) => ({
    entityId: String(row['entity_id']), currency: String(row['currency']), month: monthOfNumber(Number(row['month'])),
    productCode: String(row['product_code']), customerId: String(row['customer_id']), net: row['net'] as bigint,
  }));
}

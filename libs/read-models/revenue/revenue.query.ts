import { sql } from 'kysely';
import { epochDay, isRealDay } from '#ledger';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type ReportAnswer, type RevenueQuestion } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { monthOfNumber, revenueTable } from './revenue.projection';

export interface RevenueRow {
  /** `YYYY-MM`, when asked for by month. */
  readonly month?: string;
  readonly customerId?: string;
  readonly productCode?: string;
  /** Net of tax and discount; credit notes taken off in their own month. */
  readonly recognised: string;
  /** Billed and not yet recognised. Zero while every line is recognised at issue. */
  readonly deferred: string;
}

export interface RevenueSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly RevenueRow[];
  readonly totals: { readonly recognised: string; readonly deferred: string };
}

export interface RevenueBody {
  readonly report: 'revenue';
  readonly from: string | null;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly groupBy: readonly ('month' | 'customer' | 'product')[];
  readonly sections: readonly RevenueSection[];
}

interface Sum {
  readonly entityId: string;
  readonly currency: string;
  readonly row: Omit<RevenueRow, 'recognised' | 'deferred'>;
  readonly order: string;
  readonly amount: bigint;
}

async function sums(slice: Slice, firstDay: number | null, groupBy: RevenueBody['groupBy']): Promise<Sum[]> {
  const { db, table, day, asOfDay, knownAt, entityId, customerId, basis } = slice;
  const columnOf = { month: basis === 'effective' ? 'effective_month' : 'posting_month', customer: 'customer_id', product: 'product_code' } as const;
  const columns = sql.join(['entity_id', 'currency', ...groupBy.map((name) => columnOf[name])].map((name) => sql.ref(name)));
  const asked = sql`${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
    and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}
    and ${firstDay === null ? sql`1 = 1` : sql`${sql.ref(day)} >= ${firstDay}`}`;
  const { rows } = await sql<Row>`select ${columns}, cast(sum(amount) as bigint) as amount from ${table(revenueTable)}
    where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and ${asked} group by ${columns}`.execute(db);
  return rows.map((row) => {
    const named = {
      ...(groupBy.includes('month') ? { month: monthOfNumber(Number(row[columnOf.month])) } : {}),
      ...(groupBy.includes('customer') ? { customerId: String(row['customer_id']) } : {}),
      ...(groupBy.includes('product') ? { productCode: String(row['product_code']) } : {}),
    };
    return {
      entityId: String(row['entity_id']), currency: String(row['currency']), row: named, order: JSON.stringify(Object.values(named)),
      amount: row['amount'] as bigint,
    };
  });
}

/** Revenue per month, customer and product; rule `at-issue`: the net of a document on its issue date. */
export async function revenueReport(store: ReadStore, question: RevenueQuestion): Promise<ReportAnswer<RevenueBody>> {
  const from = question.from ?? null;
  if (from !== null && !isRealDay(from)) {
    throw new ReportRefused('REPORT.INVALID_DATE', `from is ${JSON.stringify(from.slice(0, 20))}: give a calendar day as YYYY-MM-DD.`);
  }
  const asked = question.groupBy ?? ['month'];
  const groupBy = (['month', 'customer', 'product'] as const).filter((name) => asked.includes(name));
  return onSlice(store, 'revenue', question, async (slice) => {
    const found = await sums(slice, from === null ? null : epochDay(from), groupBy);
    const groups = [...grouped(found, (sum) => `${sum.entityId} ${sum.currency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, group]) => {
      const { entityId, currency } = group[0]!;
      const zero = amountText(0n, currency);
      const rows = group
        .filter((sum) => sum.amount !== 0n)
        .sort((left, right) => byText(left.order, right.order))
        .map((sum) => ({ ...sum.row, recognised: amountText(sum.amount, currency), deferred: zero }));
      return { entityId, currency, rows, totals: { recognised: amountText(sumOf(group, (sum) => sum.amount), currency), deferred: zero } };
    });
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(sections.map((section) => [`revenue ${section.entityId} ${section.currency}`, section.totals.recognised]));
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    return {
      report: 'revenue',
      body: { report: 'revenue', from, asOf, knownAt, basis, groupBy, sections },
      provenance: provenanceOf(slice, rowCount, controlTotals),
    };
  });
}

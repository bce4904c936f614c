import { sql } from 'kysely';
import { epochDay, isRealDay, monthOf, type AccountRole } from '#ledger';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type ReportFigures, type RevenueGroup, type RevenueIncome, type RevenueQuestion } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { monthOfNumber, revenueTable } from './revenue-tables';

export interface RevenueRow {
  /** `YYYY-MM`, when asked for by month. */
  readonly month?: string;
  readonly customerId?: string;
  readonly productCode?: string;
  /** Empty: no contract. */
  readonly contractId?: string;
  /** Net of tax and discount, when it counts; what credit notes take back is off in their own month or later. */
  readonly recognised: string;
  /**
   * Billed and not yet recognised, less what was recognised and not yet billed: at the end of the month, or on the day
   * asked for. Of every kind of income.
   */
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
  readonly groupBy: readonly RevenueGroup[];
  /** Which income is counted; absent: sales alone. */
  readonly income?: RevenueIncome;
  readonly sections: readonly RevenueSection[];
}

type RowName = Omit<RevenueRow, 'recognised' | 'deferred'>;

interface Sum {
  readonly entityId: string;
  readonly currency: string;
  readonly row: RowName;
  readonly order: string;
  readonly recognised: bigint;
  /** What the contract balance changed by. */
  readonly deferred: bigint;
}

interface Asked {
  readonly from: string | null;
  readonly groupBy: readonly RevenueGroup[];
  readonly income: RevenueIncome;
}

const rolesOf: Readonly<Record<RevenueIncome, readonly AccountRole[]>> = {
  sales: ['revenue'],
  fees: ['late-fee-income', 'interest-income'],
  all: ['revenue', 'late-fee-income', 'interest-income'],
};

/** Every movement up to the day, so that a balance is whole; only those from the first day on count as recognised. */
async function sums(slice: Slice, { from, groupBy, income }: Asked): Promise<Sum[]> {
  const { db, table, day, asOfDay, knownAt, entityId, customerId, basis } = slice;
  const columnOf = {
    month: basis === 'effective' ? 'effective_month' : 'posting_month', customer: 'customer_id', product: 'product_code', contract: 'contract_id',
  } as const;
  const columns = sql.join(['entity_id', 'currency', ...groupBy.map((name) => columnOf[name])].map((name) => sql.ref(name)));
  const asked = sql`${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`} and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}`;
  const counts = sql`income in (${sql.join([...rolesOf[income]])}) and ${from === null ? sql`1 = 1` : sql`${sql.ref(day)} >= ${epochDay(from)}`}`;
  const { rows } = await sql<Row>`select ${columns}, cast(coalesce(sum(case when ${counts} then recognised end), 0) as bigint) as recognised,
    cast(sum(billed - credited - recognised) as bigint) as deferred from ${table(revenueTable)}
    where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and ${asked} group by ${columns}`.execute(db);
  return rows.map((row) => {
    const named: RowName = {
      ...(groupBy.includes('month') ? { month: monthOfNumber(Number(row[columnOf.month])) } : {}),
      ...(groupBy.includes('customer') ? { customerId: String(row['customer_id']) } : {}),
      ...(groupBy.includes('product') ? { productCode: String(row['product_code']) } : {}),
      ...(groupBy.includes('contract') ? { contractId: String(row['contract_id']) } : {}),
    };
    return {
      entityId: String(row['entity_id']), currency: String(row['currency']), row: named, order: JSON.stringify(Object.values(named)),
      recognised: row['recognised'] as bigint, deferred: row['deferred'] as bigint,
    };
  });
}

/** Rows in order. By month a row is a month in which something moved, and its balance is that of the month's end. */
function rowsOf(group: readonly Sum[], { from, groupBy }: Asked, currency: string): RevenueRow[] {
  const balances = new Map<string, bigint>();
  const ordered = [...group].sort((left, right) => byText(left.order, right.order));
  return ordered.flatMap(({ row, recognised, deferred }) => {
    const { month = '', ...thing } = row;
    const key = JSON.stringify(thing);
    const balance = (balances.get(key) ?? 0n) + deferred;
    balances.set(key, balance);
    const isEmpty = recognised === 0n && deferred === 0n;
    const isBefore = groupBy.includes('month') && from !== null && month < monthOf(from);
    return isEmpty || isBefore ? [] : [{ ...row, recognised: amountText(recognised, currency), deferred: amountText(balance, currency) }];
  });
}

function askedOf({ from, groupBy = ['month'], income = 'sales' }: RevenueQuestion): Asked {
  if (from !== undefined && !isRealDay(from)) {
    throw new ReportRefused('REPORT.INVALID_DATE', `from is ${JSON.stringify(from.slice(0, 20))}: give a calendar day as YYYY-MM-DD.`);
  }
  return { from: from ?? null, groupBy: (['month', 'customer', 'product', 'contract'] as const).filter((name) => groupBy.includes(name)), income };
}

/** Revenue per month, customer, product and contract as it counts, and what is billed before it counts. */
export async function revenueReport(store: ReadStore, question: RevenueQuestion): Promise<ReportFigures<RevenueBody>> {
  const wanted = askedOf(question);
  return onSlice(store, 'revenue', question, async (slice) => {
    const groups = [...grouped(await sums(slice, wanted), (sum) => `${sum.entityId} ${sum.currency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, group]) => {
      const { entityId, currency } = group[0]!;
      const totals = {
        recognised: amountText(sumOf(group, (sum) => sum.recognised), currency), deferred: amountText(sumOf(group, (sum) => sum.deferred), currency),
      };
      return { entityId, currency, rows: rowsOf(group, wanted, currency), totals };
    });
    const { asOf, knownAt, basis } = slice;
    const { from, groupBy, income } = wanted;
    const controlTotals = Object.fromEntries(sections.map((section) => [`revenue ${section.entityId} ${section.currency}`, section.totals.recognised]));
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    return {
      report: 'revenue',
      body: { report: 'revenue', from, asOf, knownAt, basis, groupBy, ...(income === 'sales' ? {} : { income }), sections },
      provenance: provenanceOf(slice, rowCount, controlTotals),
    };
  });
}

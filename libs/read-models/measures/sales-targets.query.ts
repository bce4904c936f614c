import { sql } from 'kysely';
import { monthOf } from '#ledger';
import { decimalOf } from '#money';
import { alongside } from '../reports/alongside';
import { amountText, byText, grouped, totalsOfSections } from '../reports/figures';
import { lastShared } from '../reports/last-shared';
import type { PeriodQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { askedMonths } from './asked-months';
import { salesByMonth, type SalesOfMonth } from './sales-months.query';
import { salesTargetTable } from './target.projection';

export interface SalesTargetRow {
  readonly month: string;
  /** Last day counted. */
  readonly to: string;
  /** Present where the target is of one product, or to one customer. */
  readonly productCode?: string;
  readonly customerId?: string;
  readonly target: string;
  readonly actual: string;
  /** Actual less target. */
  readonly variance: string;
  /** Percent; null: the target is zero. */
  readonly attainment: string | null;
  /** False for a month that `asOf` cuts short: its target is that of the whole month all the same. */
  readonly whole: boolean;
}

export interface SalesTargetsSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly SalesTargetRow[];
}

export interface SalesTargetsBody {
  readonly report: 'sales-targets';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  /** How a figure comes about, in words. */
  readonly formulas: readonly string[];
  readonly sections: readonly SalesTargetsSection[];
}

export const salesTargetsFormulas: readonly string[] = [
  'target = the last one known of the month, currency, product and customer; a month without a target has no row',
  'actual = invoiced less credited in the month in the currency of the target, without tax, fees and interest; of its product or to its customer where it names one',
  'variance = actual − target; attainment = actual ÷ target × 100',
  'a month that asOf cuts short is set against the target of the whole month',
];

interface Target extends Omit<SalesOfMonth, 'net'> {
  readonly amount: bigint;
}

/** The targets known, each the last of its kind. A target that names no customer is left out when one customer is asked for. */
async function targetsOf(slice: Slice, from: string): Promise<Target[]> {
  const { db, entityId, customerId, knownAt, asOf } = slice;
  const table = (await alongside(slice, 'sales-targets'))(salesTargetTable);
  const { rows } = await sql<Row>`select entity_id, month, currency, product_code, customer_id, amount from ${table}
    where sequence <= ${knownAt} and month >= ${monthOf(from)} and month <= ${monthOf(asOf)}
      and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`} and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}
    order by sequence`.execute(db);
  const last = new Map<string, Target>();
  for (const row of rows) {
    const target = {
      entityId: String(row['entity_id']), month: String(row['month']), currency: String(row['currency']), productCode: String(row['product_code']),
      customerId: String(row['customer_id']), amount: row['amount'] as bigint,
    };
    last.set(keyOf(target), target);
  }
  return [...last.values()];
}

const keyOf = ({ entityId, currency, month, productCode, customerId }: Omit<SalesOfMonth, 'net'>): string => JSON.stringify([entityId, currency, month, productCode, customerId]);

/** Sales of all, by product and by customer, by what they are of. */
async function actualsOf(slice: Slice, from: string, targets: readonly Target[]): Promise<ReadonlyMap<string, bigint>> {
  const actuals = new Map<string, bigint>();
  const take = async (by: 'product' | 'customer' | null): Promise<void> => {
    for (const sales of await salesByMonth(slice, from, by)) actuals.set(keyOf(sales), sales.net);
  };
  if (targets.some(({ productCode, customerId }) => productCode === '' && customerId === '')) await take(null);
  if (targets.some(({ productCode }) => productCode !== '')) await take('product');
  if (targets.some(({ customerId }) => customerId !== '')) await take('customer');
  return actuals;
}

/** Sales targets against what was sold, by month. @throws ReportRefused */
export async function salesTargetsReport(store: ReadStore, question: PeriodQuestion): Promise<ReportFigures<SalesTargetsBody>> {
  const { from, months } = askedMonths(question);
  const shared = question.knownAt ?? { sequence: await lastShared(store, 'revenue', 'sales-targets') };
  return onSlice(store, 'revenue', { ...question, knownAt: shared }, async (slice) => {
    const asked = new Map(months.map((month) => [month.month, month]));
    const targets = await targetsOf(slice, from);
    const actuals = await actualsOf(slice, from, targets);
    const rowOf = (target: Target): SalesTargetRow => {
      const { month, currency, productCode, customerId, amount } = target;
      const { to, whole } = asked.get(month)!;
      const actual = actuals.get(keyOf(target)) ?? 0n;
      return {
        month, to, ...(productCode === '' ? {} : { productCode }), ...(customerId === '' ? {} : { customerId }),
        target: amountText(amount, currency), actual: amountText(actual, currency), variance: amountText(actual - amount, currency),
        attainment: amount === 0n ? null : decimalOf(String(actual)).mul(100).div(decimalOf(String(amount))).toFixed(2), whole,
      };
    };
    const order = ({ month, productCode = '', customerId = '' }: SalesTargetRow): string => JSON.stringify([month, productCode, customerId]);
    const sections = [...grouped(targets, ({ entityId, currency }) => JSON.stringify([entityId, currency])).values()]
      .map((own) => ({ entityId: own[0]!.entityId, currency: own[0]!.currency, rows: own.map(rowOf).sort((left, right) => byText(order(left), order(right))) }))
      .sort((left, right) => byText(left.entityId, right.entityId) || byText(left.currency, right.currency));
    const { asOf, knownAt, basis } = slice;
    const body: SalesTargetsBody = { report: 'sales-targets', from, asOf, knownAt, basis, formulas: salesTargetsFormulas, sections };
    return {
      report: body.report,
      body,
      provenance: {
        ...provenanceOf(slice, targets.length, totalsOfSections(sections, { target: (row) => row.target, actual: (row) => row.actual })),
        settled: question.knownAt !== undefined && slice.settled,
      },
    };
  });
}

import { sql } from 'kysely';
import { epochDay } from '#ledger';
import { journalLineTable } from '../journal/journal.projection';
import { firstDayOf } from '../journal/trial-balance.query';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { lastShared } from '../reports/last-shared';
import type { PeriodQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import type { TaxSource } from './tax-lines';
import { taxLineTable } from './tax.projection';

/** Turnover and tax of one category and rate in one month. Amounts are in base currency. */
export interface TaxRow {
  /** `YYYY-MM` by the basis asked for: the tax point, or the month it is booked in. */
  readonly period: string;
  readonly source: TaxSource;
  readonly category: string;
  readonly rate: string;
  readonly net: string;
  readonly tax: string;
  /** Tax point in an earlier month that was closed: these belong to a correction of that month's return. */
  readonly late: boolean;
  /** Month of the tax point; differs from `period` for late facts on the posting basis. */
  readonly taxPoint: string;
}

export interface TaxSection {
  readonly entityId: string;
  readonly baseCurrency: string;
  readonly rows: readonly TaxRow[];
  readonly totals: { readonly net: string; readonly tax: string; readonly lateTax: string };
  /** Movement of tax payable in the journal over the same days, credit positive. */
  readonly taxPayable: string;
  readonly ties: boolean;
}

export interface TaxBody {
  readonly report: 'tax';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly TaxSection[];
}

interface Found extends Omit<TaxRow, 'net' | 'tax'> {
  readonly entityId: string;
  readonly baseCurrency: string;
  readonly net: bigint;
  readonly tax: bigint;
}

async function taxRows(slice: Slice, firstDay: number): Promise<Found[]> {
  const { db, table, day, asOfDay, knownAt, entityId, basis } = slice;
  const period = basis === 'effective' ? 'effective_month' : 'posting_month';
  const { rows } = await sql<Row>`select entity_id, base_currency, ${sql.ref(period)} as period, effective_month, posting_month, source, category, rate,
      cast(sum(base_net) as bigint) as net, cast(sum(base_tax) as bigint) as tax
    from ${table(taxLineTable)}
    where ${sql.ref(day)} between ${firstDay} and ${asOfDay} and sequence <= ${knownAt}
      and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
    group by entity_id, base_currency, effective_month, posting_month, source, category, rate`.execute(db);
  return rows.map((row) => ({
    entityId: String(row['entity_id']), baseCurrency: String(row['base_currency']), period: String(row['period']), source: String(row['source']) as TaxSource,
    category: String(row['category']), rate: String(row['rate']), net: row['net'] as bigint, tax: row['tax'] as bigint,
    late: row['effective_month'] !== row['posting_month'], taxPoint: String(row['effective_month']),
  }));
}

async function taxPayable(slice: Slice, firstDay: number): Promise<Map<string, bigint>> {
  const { db, table, day, asOfDay, knownAt, entityId } = slice;
  const { rows } = await sql<Row>`select entity_id, cast(-sum(base_amount) as bigint) as tax from ${table(journalLineTable)}
    where role = 'tax-payable' and ${sql.ref(day)} between ${firstDay} and ${asOfDay} and sequence <= ${knownAt}
      and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
    group by entity_id`.execute(db);
  return new Map(rows.map((row) => [String(row['entity_id']), row['tax'] as bigint]));
}

const order = (row: Found): string => JSON.stringify([row.period, row.late, row.taxPoint, row.category, row.rate.padStart(12, '0'), row.source]);

function sectionOf(found: readonly Found[], payable: bigint): TaxSection {
  const { entityId, baseCurrency } = found[0]!;
  const text = (amount: bigint): string => amountText(amount, baseCurrency);
  const rows = [...found].sort((left, right) => byText(order(left), order(right))).map(({ entityId: _entity, baseCurrency: _base, ...row }) => ({
    ...row, net: text(row.net), tax: text(row.tax),
  }));
  const tax = sumOf(found, (row) => row.tax);
  const late = sumOf(found.filter((row) => row.late), (row) => row.tax);
  return {
    entityId, baseCurrency, rows, totals: { net: text(sumOf(found, (row) => row.net)), tax: text(tax), lateTax: text(late) },
    taxPayable: text(payable), ties: tax === payable,
  };
}

/** Turnover and tax per legal entity, month, category and rate; ties to tax payable. Asked posting-wise, late facts stand apart. */
export async function taxReport(store: ReadStore, question: PeriodQuestion): Promise<ReportFigures<TaxBody>> {
  const from = firstDayOf(question);
  const firstDay = epochDay(from);
  const whole = question.knownAt === undefined ? { ...question, knownAt: { sequence: await lastShared(store, 'tax', 'journal') } } : question;
  const { slice, rows: all } = await onSlice(store, 'tax', whole, async (asked) => ({ slice: asked, rows: await taxRows(asked, firstDay) }));
  return onSlice(store, 'journal', { ...question, knownAt: { sequence: slice.knownAt } }, async (journal) => {
    const found = [...grouped(all, (row) => row.entityId)].sort(([left], [right]) => byText(left, right));
    const payable = await taxPayable(journal, firstDay);
    const sections = found.map(([entityId, rows]) => sectionOf(rows, payable.get(entityId) ?? 0n));
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(sections.map((section) => [`tax ${section.entityId} ${section.baseCurrency}`, section.totals.tax]));
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    return { report: 'tax', body: { report: 'tax', from, asOf, knownAt, basis, sections }, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}

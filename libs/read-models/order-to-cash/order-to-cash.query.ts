import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type Question, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { orderEntryTable } from './tables';

export type OrderState = 'unbilled' | 'part-billed' | 'billed' | 'cancelled' | 'nothing-to-bill';

/** A sale or an item of a contract. Net amounts: closed = billed + unbilled + cancelled + rejected. */
export interface OrderRow {
  readonly source: 'sale' | 'contract';
  readonly sourceId: string;
  /** Item of a contract; empty for a sale. */
  readonly itemId: string;
  readonly customerId: string;
  readonly state: OrderState;
  /** The day its first part was closed. */
  readonly closedOn: string;
  /** Days from then to the day asked for; 0 when nothing is unbilled. */
  readonly age: number;
  readonly closed: string;
  readonly billed: string;
  readonly unbilled: string;
  readonly cancelled: string;
  readonly rejected: string;
  /** Why it waits, or why it was cancelled, where that was said. */
  readonly why: string;
}

type Totals = Pick<OrderRow, 'closed' | 'billed' | 'unbilled' | 'cancelled' | 'rejected'>;

export interface OrderSection {
  readonly entityId: string;
  readonly currency: string;
  readonly rows: readonly OrderRow[];
  readonly totals: Totals;
}

export interface OrderToCashBody {
  readonly report: 'order-to-cash';
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly OrderSection[];
}

const rowsMax = 200_000;
const figureNames = ['closed', 'billed', 'unbilled', 'cancelled', 'rejected'] as const;
type Figures = Readonly<Record<(typeof figureNames)[number], bigint>>;

interface Found extends Omit<OrderRow, keyof Totals> {
  readonly entityId: string;
  readonly currency: string;
  readonly figures: Figures;
}

async function orders(slice: Slice): Promise<Found[]> {
  const { db, table, day, asOfDay, knownAt, entityId, customerId } = slice;
  const measured = (measure: string) => sql`cast(sum(case when measure = ${measure} then amount else 0 end) as bigint)`;
  const { rows } = await sql<Row>`select entity_id, currency, customer_id, source, source_id, item_id, min(${sql.ref(day)}) as first_day, max(why) as why,
      ${measured('closed')} as closed, ${measured('billed')} as billed, ${measured('cancelled')} as cancelled, ${measured('rejected')} as rejected
    from ${table(orderEntryTable)}
    where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
      and ${customerId === null ? sql`1 = 1` : sql`customer_id = ${customerId}`}
    group by entity_id, currency, customer_id, source, source_id, item_id limit ${rowsMax + 1}`.execute(db);
  if (rows.length > rowsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${rowsMax} sales and contract items. Ask for one legal entity or one customer at a time.`);
  }
  return rows.map((row) => found(row, asOfDay));
}

function found(row: Row, asOfDay: number): Found {
  const [closed, billed, cancelled, rejected] = [row['closed'], row['billed'], row['cancelled'], row['rejected']] as [bigint, bigint, bigint, bigint];
  const unbilled = closed - billed - cancelled - rejected;
  const first = Number(row['first_day']);
  return {
    entityId: String(row['entity_id']), currency: String(row['currency']), source: String(row['source']) as OrderRow['source'],
    sourceId: String(row['source_id']), itemId: String(row['item_id']), customerId: String(row['customer_id']),
    state: stateOf({ closed, billed, unbilled, cancelled, rejected }), closedOn: dayOfEpoch(first), age: unbilled === 0n ? 0 : asOfDay - first,
    why: String(row['why']), figures: { closed, billed, unbilled, cancelled, rejected },
  };
}

function stateOf({ closed, billed, unbilled, cancelled }: Figures): OrderState {
  if (closed === 0n && billed === 0n) return 'nothing-to-bill';
  if (unbilled !== 0n) return billed === 0n ? 'unbilled' : 'part-billed';
  return billed === 0n && cancelled !== 0n ? 'cancelled' : 'billed';
}

function texts(figures: Figures, currency: string): Totals {
  return Object.fromEntries(figureNames.map((name) => [name, amountText(figures[name], currency)])) as unknown as Totals;
}

const order = (row: Found): string => JSON.stringify([row.closedOn, row.source, row.sourceId, row.itemId]);

function sectionOf(list: readonly Found[]): OrderSection {
  const { entityId, currency } = list[0]!;
  const rows = [...list].sort((left, right) => byText(order(left), order(right))).map(({ figures, entityId: _entity, currency: _currency, ...row }) => ({
    ...row, ...texts(figures, currency),
  }));
  const totals = Object.fromEntries(figureNames.map((name) => [name, sumOf(list, ({ figures }) => figures[name])])) as unknown as Figures;
  return { entityId, currency, rows, totals: texts(totals, currency) };
}

/**
 * Every sale and every contract item with its state and age. A refused command leaves no order, so `rejected` is what a
 * fact rejected after it was closed.
 */
export function orderToCashReport(store: ReadStore, question: Question): Promise<ReportFigures<OrderToCashBody>> {
  return onSlice(store, 'order-to-cash', question, async (slice) => {
    const groups = [...grouped(await orders(slice), (row) => `${row.entityId} ${row.currency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, list]) => sectionOf(list));
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(sections.map((section) => [`unbilled ${section.entityId} ${section.currency}`, section.totals.unbilled]));
    const rowCount = sections.reduce((count, section) => count + section.rows.length, 0);
    return { report: 'order-to-cash', body: { report: 'order-to-cash', asOf, knownAt, basis, sections }, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}

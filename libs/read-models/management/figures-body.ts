import { sql, type RawBuilder } from 'kysely';
import { ReportRefused, type Basis } from '../reports/question';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { byText, grouped } from '../reports/figures';

/** What the reports of figures have in common. */
export interface FiguresBody<Name extends string, FigureRow> {
  readonly report: Name;
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: Basis;
  /** How a figure comes about, in words. */
  readonly formulas: readonly string[];
  readonly sections: readonly FiguresSection<FigureRow>[];
}

export interface FiguresSection<FigureRow> {
  readonly entityId: string;
  /** Empty where a report holds no money. */
  readonly currency: string;
  readonly rows: readonly FigureRow[];
}

/** Rows a report of figures gives at most. */
const rowsMax = 200_000;

/** @throws ReportRefused when there are more than a report takes. */
export async function figureRows(slice: Slice, query: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from (${query}) figures limit ${rowsMax + 1}`.execute(slice.db);
  if (rows.length > rowsMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${rowsMax} figures. Ask for one legal entity, one customer or fewer months at a time.`);
  }
  return rows;
}

/** Limits rows that name entity and customer to those asked for. */
export function whoAsked({ entityId, customerId }: Slice, alias: string): RawBuilder<unknown> {
  const entity = entityId === null ? sql`1 = 1` : sql`${sql.ref(`${alias}.entity_id`)} = ${entityId}`;
  return sql`${entity} and ${customerId === null ? sql`1 = 1` : sql`${sql.ref(`${alias}.customer_id`)} = ${customerId}`}`;
}

export interface Sectioned {
  readonly entityId: string;
  readonly currency: string;
}

/** Puts rows under their entity and currency, in the order of both; rows keep their order. */
export function sectionsOf<From extends Sectioned, FigureRow>(found: readonly From[], rowOf: (found: From) => FigureRow): FiguresSection<FigureRow>[] {
  return [...grouped(found, ({ entityId, currency }) => JSON.stringify([entityId, currency])).values()]
    .map((own) => ({ entityId: own[0]!.entityId, currency: own[0]!.currency, rows: own.map(rowOf) }))
    .sort((left, right) => byText(left.entityId, right.entityId) || byText(left.currency, right.currency));
}

/** A share of 100 with two decimals; null where there is nothing to take a share of. */
export const percentText = (part: bigint, whole: bigint): string | null => {
  if (whole === 0n) return null;
  const hundredths = (part * 20_000n + (part * whole < 0n ? -whole : whole)) / (whole * 2n);
  const sign = hundredths < 0n ? '-' : '';
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

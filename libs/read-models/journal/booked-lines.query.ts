import { sql } from 'kysely';
import { dayOfEpoch, type AccountRole, type PostingLine } from '#ledger';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { journalChartTable, journalLineTable } from './journal.projection';

/** A line as booked, with the name that the chart first gave its account. */
export interface BookedLine extends PostingLine {
  readonly sequence: number;
  readonly accountName: string;
}

/** Facts after one sequence, up to and including another. */
export interface BookedRange {
  readonly after: number;
  readonly to: number;
  /** Default: every legal entity. */
  readonly entityId?: string;
}

/** Journal lines of a range of facts in log order, and how far the read model has come. @throws ReportRefused while it is not built */
export function bookedLines(store: ReadStore, { after, to, entityId }: BookedRange): Promise<{ readonly lines: readonly BookedLine[]; readonly readTo: number }> {
  return onSnapshot(store, 'journal', async ({ db, table, sequence: readTo }) => {
    const { rows: charted } = await sql<Row>`select entity_id, code, name, sequence from ${table(journalChartTable)} where sequence <= ${to} order by sequence desc`.execute(db);
    // The first chart comes last: its name is the one that stays.
    const names: ChartNames = new Map(charted.map((row) => [`${row['entity_id']} ${row['code']}`, { name: String(row['name']), since: Number(row['sequence']) }]));
    const { rows } = await sql<Row>`select * from ${table(journalLineTable)} where sequence > ${after} and sequence <= ${to}
      and ${entityId === undefined ? sql`1 = 1` : sql`entity_id = ${entityId}`} order by sequence, line`.execute(db);
    return { readTo, lines: rows.map((row) => lineOf(row, names)) };
  });
}

type ChartNames = ReadonlyMap<string, { readonly name: string; readonly since: number }>;

/** What was booked before a chart named the account has no name, in whatever page it comes. */
function nameOf(row: Row, names: ChartNames): string {
  const named = names.get(`${row['entity_id']} ${row['account_code']}`);
  return named === undefined || named.since > Number(row['sequence']) ? '' : named.name;
}

const lineOf = (row: Row, names: ChartNames): BookedLine => ({
  sequence: Number(row['sequence']),
  entityId: String(row['entity_id']),
  role: String(row['role']) as AccountRole,
  accountCode: String(row['account_code']),
  accountName: nameOf(row, names),
  accountId: String(row['account_id']),
  taxCode: String(row['tax_code']),
  currency: String(row['currency']),
  amount: row['amount'] as bigint,
  baseCurrency: String(row['base_currency']),
  baseAmount: row['base_amount'] as bigint,
  effectiveDate: dayOfEpoch(Number(row['effective_day'])),
  postingDate: dayOfEpoch(Number(row['posting_day'])),
});

import { sql } from 'kysely';
import { firstDayOfMonth, lastDayOfMonth, type PeriodTotalsRecorded } from '#ledger';
import type { Reports } from '../reports/reports';
import { onSnapshot } from '../reports/snapshot';
import { calendarTable } from '../store/calendar-table';
import type { ReadStore, Row } from '../store/read-store';
import type { TrialBalanceBody } from './trial-balance.query';

const journalCalendar = calendarTable('journal');

/** The ledger sequences of an entity's closings and re-openings, in the order of its period stream. */
export function calendarSequences(store: ReadStore, entityId: string): Promise<readonly number[]> {
  return onSnapshot(store, 'journal', async ({ db, table }) => {
    const { rows } = await sql<Row>`select sequence from ${table(journalCalendar)} where entity_id = ${entityId} order by sequence`.execute(db);
    return rows.map((row) => Number(row['sequence']));
  });
}

type TotalsRow = PeriodTotalsRecorded['data']['rows'][number];

export interface PeriodTotalsQuestion {
  readonly entityId: string;
  /** `YYYY-MM`. */
  readonly period: string;
  /** Ledger sequence of the closing. */
  readonly cutOff: number;
}

/** The trial balance of a month on the posting basis as known at its closing: the report, and its rows as they go on record. */
export async function periodTrialBalance(
  reports: Pick<Reports, 'trialBalance'>,
  { entityId, period, cutOff }: PeriodTotalsQuestion,
): Promise<{ readonly body: TrialBalanceBody; readonly rows: TotalsRow[] }> {
  const asOf = lastDayOfMonth(period);
  const { body } = await reports.trialBalance({ entityId, from: firstDayOfMonth(period), asOf, knownAt: { sequence: cutOff }, basis: 'posting' });
  const rows = body.sections.flatMap(({ currency, baseCurrency, rows: accounts }) =>
    accounts.map(({ accountCode, opening, debit, credit, closing, base }) => ({
      accountCode,
      currency,
      opening,
      debit,
      credit,
      closing,
      baseCurrency,
      baseOpening: base.opening,
      baseDebit: base.debit,
      baseCredit: base.credit,
      baseClosing: base.closing,
    })),
  );
  return { body, rows };
}

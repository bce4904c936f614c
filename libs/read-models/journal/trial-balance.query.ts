import { sql } from 'kysely';
import { epochDay, isRealDay } from '#ledger';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type PeriodQuestion, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { journalChartTable, journalLineTable } from './journal.projection';

/** Balances are debit positive; debit and credit columns are never negative. */
export interface BalanceFigures {
  readonly opening: string;
  readonly debit: string;
  readonly credit: string;
  readonly closing: string;
}

export interface TrialBalanceRow extends BalanceFigures {
  readonly accountCode: string;
  readonly accountName: string;
  readonly role: string;
}

export interface TrialBalanceSection {
  readonly entityId: string;
  /** Transaction currency. */
  readonly currency: string;
  readonly baseCurrency: string;
  readonly rows: readonly (TrialBalanceRow & { readonly base: BalanceFigures })[];
  /** Opening and closing are zero, debit equals credit: in both currencies. */
  readonly totals: BalanceFigures & { readonly base: BalanceFigures };
}

export interface TrialBalanceBody {
  readonly report: 'trial-balance';
  /** First day of the movement. */
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly sections: readonly TrialBalanceSection[];
}

export interface BalanceSums {
  readonly opening: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
}

interface AccountSums {
  readonly entityId: string;
  readonly accountCode: string;
  readonly role: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly transaction: BalanceSums;
  readonly base: BalanceSums;
}

/** The first day of a period question: as given, else the year's first day. */
export function firstDayOf({ from, asOf }: PeriodQuestion): string {
  const first = from ?? `${asOf.slice(0, 4)}-01-01`;
  if (!isRealDay(first) || first > asOf) {
    throw new ReportRefused('REPORT.INVALID_DATE', `from is ${JSON.stringify(first.slice(0, 20))}: give a calendar day as YYYY-MM-DD, not after asOf ${asOf.slice(0, 10)}.`);
  }
  return first;
}

const balance = (column: string, dayColumn: string, firstDay: number) => {
  const [amount, day] = [sql.ref(column), sql.ref(dayColumn)];
  const sum = (condition: ReturnType<typeof sql>) => sql`cast(coalesce(sum(case when ${condition} then ${amount} end), 0) as bigint)`;
  return sql`${sum(sql`${day} < ${firstDay}`)} as ${sql.ref(`${column}_opening`)},
    ${sum(sql`${day} >= ${firstDay} and ${amount} > 0`)} as ${sql.ref(`${column}_debit`)},
    ${sum(sql`${day} >= ${firstDay} and ${amount} < 0`)} as ${sql.ref(`${column}_credit`)}`;
};

const sumsOf = (row: Row, column: string): BalanceSums => ({
  opening: row[`${column}_opening`] as bigint,
  debit: row[`${column}_debit`] as bigint,
  credit: -(row[`${column}_credit`] as bigint),
});

async function accountSums(slice: Slice, firstDay: number): Promise<AccountSums[]> {
  const { db, table, day, asOfDay, knownAt, entityId } = slice;
  const { rows } = await sql<Row>`
    select entity_id, account_code, role, currency, base_currency, ${balance('amount', day, firstDay)}, ${balance('base_amount', day, firstDay)}
    from ${table(journalLineTable)}
    where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
    group by entity_id, account_code, role, currency, base_currency`.execute(db);
  return rows.map((row) => ({
    entityId: String(row['entity_id']), accountCode: String(row['account_code']), role: String(row['role']), currency: String(row['currency']),
    baseCurrency: String(row['base_currency']), transaction: sumsOf(row, 'amount'), base: sumsOf(row, 'base_amount'),
  }));
}

/** Names of account codes by "entity code", as mapped at the last fact that counts. */
export async function accountCodeNames({ db, table, knownAt }: Slice): Promise<Map<string, string>> {
  const { rows } = await sql<Row>`select entity_id, code, name from ${table(journalChartTable)} where sequence <= ${knownAt} order by sequence`.execute(db);
  return new Map(rows.map((row) => [`${row['entity_id']} ${row['code']}`, String(row['name'])]));
}

export function figures({ opening, debit, credit }: BalanceSums, currency: string): BalanceFigures {
  return {
    opening: amountText(opening, currency),
    debit: amountText(debit, currency),
    credit: amountText(credit, currency),
    closing: amountText(opening + debit - credit, currency),
  };
}

const added = (list: readonly BalanceSums[]): BalanceSums => ({
  opening: sumOf(list, (sums) => sums.opening),
  debit: sumOf(list, (sums) => sums.debit),
  credit: sumOf(list, (sums) => sums.credit),
});

/** Every account with opening, movement and closing, per entity and currency. */
export function trialBalance(store: ReadStore, question: PeriodQuestion): Promise<ReportFigures<TrialBalanceBody>> {
  return onSlice(store, 'journal', question, async (slice) => {
    const from = firstDayOf(question);
    const names = await accountCodeNames(slice);
    const accounts = await accountSums(slice, epochDay(from));
    const groups = [...grouped(accounts, (row) => `${row.entityId} ${row.currency} ${row.baseCurrency}`)].sort(([left], [right]) => byText(left, right));
    const sections = groups.map(([, group]) => {
      const { entityId, currency, baseCurrency } = group[0]!;
      const rows = group
        .sort((left, right) => byText(`${left.accountCode} ${left.role}`, `${right.accountCode} ${right.role}`))
        .map((row) => ({
          accountCode: row.accountCode, accountName: names.get(`${entityId} ${row.accountCode}`) ?? '', role: row.role,
          ...figures(row.transaction, currency), base: figures(row.base, baseCurrency),
        }));
      const totals = {
        ...figures(added(group.map((row) => row.transaction)), currency),
        base: figures(added(group.map((row) => row.base)), baseCurrency),
      };
      return { entityId, currency, baseCurrency, rows, totals };
    });
    const { asOf, knownAt, basis } = slice;
    const controlTotals = Object.fromEntries(
      sections.flatMap((section) => section.rows.map((row) => [`${row.role} ${section.entityId} ${section.currency}`, row.closing])),
    );
    return {
      report: 'trial-balance',
      body: { report: 'trial-balance', from, asOf, knownAt, basis, sections },
      provenance: provenanceOf(slice, accounts.length, controlTotals),
    };
  });
}

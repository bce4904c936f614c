import { sql } from 'kysely';
import { currencyDigits, dayOfEpoch, epochDay } from '#ledger';
import { minorOf } from '#money';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import { ReportRefused, type GeneralLedgerQuestion, type ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { journalLineTable } from './journal.projection';
import { accountCodeNames, firstDayOf } from './trial-balance.query';

export interface GeneralLedgerLine {
  readonly sequence: number;
  readonly effectiveDate: string;
  readonly postingDate: string;
  readonly eventType: string;
  /** Debtor account; empty when the line concerns none. */
  readonly accountId: string;
  readonly taxCode: string;
  /** Debit positive, credit negative. */
  readonly amount: string;
  readonly baseAmount: string;
}

export interface GeneralLedgerAccount {
  readonly entityId: string;
  readonly accountCode: string;
  readonly accountName: string;
  readonly role: string;
  readonly currency: string;
  readonly baseCurrency: string;
  readonly opening: string;
  readonly lines: readonly GeneralLedgerLine[];
  readonly closing: string;
}

export interface GeneralLedgerBody {
  readonly report: 'general-ledger';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly basis: 'effective' | 'posting';
  readonly accounts: readonly GeneralLedgerAccount[];
}

const linesMax = 200_000;

async function ledgerLines(slice: Slice, accountCode: string | undefined): Promise<Row[]> {
  const { db, table, day, asOfDay, knownAt, entityId } = slice;
  const { rows } = await sql<Row>`select * from ${table(journalLineTable)}
    where ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt}
      and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
      and ${accountCode === undefined ? sql`1 = 1` : sql`account_code = ${accountCode}`}
    order by entity_id, account_code, role, currency, base_currency, ${sql.ref(day)}, sequence, line limit ${linesMax + 1}`.execute(db);
  if (rows.length > linesMax) {
    throw new ReportRefused('REPORT.TOO_LARGE', `More than ${linesMax} journal lines. Ask for one account code, or export the journal.`);
  }
  return rows;
}

function shown(row: Row, currency: string, baseCurrency: string): GeneralLedgerLine {
  return {
    sequence: Number(row['sequence']), effectiveDate: dayOfEpoch(Number(row['effective_day'])), postingDate: dayOfEpoch(Number(row['posting_day'])),
    eventType: String(row['event_type']), accountId: String(row['account_id']), taxCode: String(row['tax_code']),
    amount: amountText(row['amount'] as bigint, currency), baseAmount: amountText(row['base_amount'] as bigint, baseCurrency),
  };
}

/** Every line of every account, with opening and closing; the journal, sorted by account. */
export function generalLedger(store: ReadStore, question: GeneralLedgerQuestion): Promise<ReportFigures<GeneralLedgerBody>> {
  return onSlice(store, 'journal', question, async (slice) => {
    const from = firstDayOf(question);
    const firstDay = epochDay(from);
    const names = await accountCodeNames(slice);
    const keyOf = (row: Row): string => ['entity_id', 'account_code', 'role', 'currency', 'base_currency'].map((column) => row[column]).join(' ');
    const groups = [...grouped(await ledgerLines(slice, question.accountCode), keyOf)].sort(([left], [right]) => byText(left, right));
    const accounts = groups.map(([, rows]) => {
      const [entityId, accountCode, currency, baseCurrency] = ['entity_id', 'account_code', 'currency', 'base_currency'].map((column) => String(rows[0]![column])) as [string, string, string, string];
      const isBefore = (row: Row): boolean => Number(row[slice.day]) < firstDay;
      const amount = (row: Row): bigint => row['amount'] as bigint;
      return {
        entityId, accountCode, accountName: names.get(`${entityId} ${accountCode}`) ?? '', role: String(rows[0]!['role']), currency, baseCurrency,
        opening: amountText(sumOf(rows.filter(isBefore), amount), currency),
        lines: rows.filter((row) => !isBefore(row)).map((row) => shown(row, currency, baseCurrency)),
        closing: amountText(sumOf(rows, amount), currency),
      };
    });
    const { asOf, knownAt, basis } = slice;
    const rowCount = accounts.reduce((count, account) => count + account.lines.length, 0);
    return {
      report: 'general-ledger',
      body: { report: 'general-ledger', from, asOf, knownAt, basis, accounts },
      provenance: provenanceOf(slice, rowCount, closingsOf(accounts)),
    };
  });
}

/** The same sums as those of the trial balance, under the same names. */
function closingsOf(accounts: readonly GeneralLedgerAccount[]): Record<string, string> {
  const byRole = grouped(accounts, ({ role, entityId, currency }) => `${role} ${entityId} ${currency}`);
  return Object.fromEntries(
    [...byRole].map(([name, own]) => {
      const { currency } = own[0]!;
      return [name, amountText(sumOf(own, ({ closing }) => minorOf(closing, currencyDigits(currency))), currency)];
    }),
  );
}

/** A journal line as booked, for exports. Amounts are fixed-scale: debit positive, credit negative. */
export interface JournalLine extends GeneralLedgerLine {
  readonly line: number;
  readonly entityId: string;
  readonly accountCode: string;
  readonly role: string;
  readonly currency: string;
  readonly baseCurrency: string;
}

const pageLines = 5_000;

/** Every journal line in log order, in pages; `knownAt` bounds it. Memory stays flat however long the journal is. */
export async function* journalLines(store: ReadStore, question: Omit<GeneralLedgerQuestion, 'from'>): AsyncGenerator<readonly JournalLine[]> {
  let after: readonly [bigint, bigint] = [0n, 0n];
  for (;;) {
    const [sequence, line] = after;
    const page = await onSlice(store, 'journal', question, async ({ db, table, day, asOfDay, knownAt, entityId }) => {
      const { rows } = await sql<Row>`select * from ${table(journalLineTable)}
        where (sequence > ${sequence} or (sequence = ${sequence} and line > ${line}))
          and ${sql.ref(day)} <= ${asOfDay} and sequence <= ${knownAt} and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
        order by sequence, line limit ${pageLines}`.execute(db);
      return rows;
    });
    const last = page.at(-1);
    if (last === undefined) return;
    after = [last['sequence'] as bigint, last['line'] as bigint];
    yield page.map((row) => {
      const [currency, baseCurrency] = [String(row['currency']), String(row['base_currency'])];
      return {
        ...shown(row, currency, baseCurrency), line: Number(row['line']), entityId: String(row['entity_id']),
        accountCode: String(row['account_code']), role: String(row['role']), currency, baseCurrency,
      };
    });
  }
}

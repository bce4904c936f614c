import { sql } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits, dayOfEpoch } from '#ledger';
import { amountText, byText, grouped } from '../reports/figures';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { openingOf, type BookedLine, type ChainedStatement, type Opening } from './balance-chain';
import { bankLineTable, bankStatementTable } from './tables';

/** A statement and whether it opens with what the bank had when it starts. */
export interface StatementBalance {
  readonly entityId: string;
  readonly bankAccount: string;
  readonly currency: string;
  readonly statementId: string;
  readonly statementNumber: string;
  readonly from: string;
  readonly to: string;
  readonly opening: string | null;
  readonly closing: string | null;
  /** False: its file was cut while it was taken in, and it counts nowhere until the same file is sent again. */
  readonly complete: boolean;
  /** By the statements before it and those that overlap it. Null: nothing to compare with. */
  readonly follows: boolean | null;
  /** Opening less the balance that it should open with. */
  readonly gap: string;
  /** Statements of the same account, number and days that say something else. Empty: none. */
  readonly contradicts: readonly string[];
}

interface StatementRow extends ChainedStatement {
  readonly entityId: string;
  readonly bankAccount: string;
  readonly currency: string;
  readonly statementNumber: string;
  readonly format: string;
  readonly complete: boolean;
}

/** Statements that begin by the day asked about, per account in the order of their days. */
export async function statementRows(slice: Slice): Promise<readonly StatementBalance[]> {
  const accounts = grouped(await rowsOf(slice), ({ bankAccount, currency }) => `${bankAccount}\n${currency}`);
  const found: StatementBalance[] = [];
  for (const some of accounts.values()) {
    const whole = some.filter(({ complete }) => complete);
    const booked = await linesOf(slice, overlapping(whole));
    for (const row of some) found.push(balanceOf(row, row.complete ? openingOf(row, whole, booked) : { follows: null, gap: 0n }, contradicting(row, some)));
  }
  return found;
}

async function rowsOf({ db, table, knownAt, asOfDay, entityId }: Slice): Promise<readonly StatementRow[]> {
  const recorded = sql`select count(*) from ${table(bankLineTable)} l where l.statement_id = s.statement_id and l.sequence <= ${knownAt}`;
  const { rows } = await sql<Row>`select s.*, (${recorded}) as recorded from ${table(bankStatementTable)} s
    where s.sequence <= ${knownAt} and s.from_day <= ${asOfDay} and ${entityId === null ? sql`1 = 1` : sql`s.entity_id = ${entityId}`}
    order by s.bank_account, s.currency, s.from_day, s.to_day, s.sequence`.execute(db);
  const stated = (row: Row, which: 'opening' | 'closing'): bigint | null => (Number(row[`has_${which}`]) === 0 ? null : (row[which] as bigint));
  return rows.map((row) => ({
    entityId: String(row['entity_id']), bankAccount: String(row['bank_account']), currency: String(row['currency']), statementId: String(row['statement_id']),
    statementNumber: String(row['statement_number']), format: String(row['format']),
    from: Number(row['from_day']), to: Number(row['to_day']), opening: stated(row, 'opening'), closing: stated(row, 'closing'),
    complete: Number(row['recorded']) === Number(row['lines']),
  }));
}

/** Only where another statement starts within one, its lines tell what the bank had by then. */
const overlapping = (statements: readonly StatementRow[]): readonly StatementRow[] =>
  statements.filter((one) => one.opening !== null && statements.some((other) => other !== one && other.from >= one.from && other.from <= one.to));

async function linesOf({ db, table, knownAt }: Slice, statements: readonly StatementRow[]): Promise<ReadonlyMap<string, readonly BookedLine[]>> {
  const found = new Map<string, readonly BookedLine[]>();
  for (const { statementId, currency } of statements) {
    const { rows } = await sql<Row>`select booked_day, amount from ${table(bankLineTable)}
      where statement_id = ${statementId} and sequence <= ${knownAt} order by place`.execute(db);
    found.set(statementId, rows.map((row) => ({ day: Number(row['booked_day']), amount: minorOf(String(row['amount']), currencyDigits(currency)) })));
  }
  return found;
}

/**
 * Its content makes a statement's id: two with balances of one number and of the same days tell the same story in two
 * ways, unless one goes on from the other, as the pages of a long statement do.
 */
function contradicting(row: StatementRow, all: readonly StatementRow[]): readonly string[] {
  const isPage = (a: StatementRow, b: StatementRow): boolean => a.closing === b.opening && a.opening !== a.closing;
  const contradicts = (other: StatementRow): boolean =>
    other !== row && other.statementNumber === row.statementNumber && other.format === row.format && other.from <= row.to && other.to >= row.from &&
    other.opening !== null && row.opening !== null && !isPage(row, other) && !isPage(other, row);
  return all.filter(contradicts).map(({ statementId }) => statementId).sort(byText);
}

function balanceOf({ from, to, opening, closing, format: _format, ...row }: StatementRow, { follows, gap }: Opening, contradicts: readonly string[]): StatementBalance {
  const text = (amount: bigint | null): string | null => (amount === null ? null : amountText(amount, row.currency));
  return { ...row, from: dayOfEpoch(from), to: dayOfEpoch(to), opening: text(opening), closing: text(closing), follows, gap: amountText(gap, row.currency), contradicts };
}

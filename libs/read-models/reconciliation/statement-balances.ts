import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { amountText, grouped } from '../reports/figures';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { bankStatementTable } from './tables';

/** A statement and whether it opens with what the one before closed with. */
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
  /** Null: nothing to compare with, or days that overlap. */
  readonly follows: boolean | null;
  /** Opening less the closing balance before. */
  readonly gap: string;
}

/** Statements that end in the days asked for, per account in the order of their days; each compared with the one before it. */
export async function statementRows({ db, table, knownAt, asOfDay, entityId }: Slice, firstDay: number): Promise<readonly StatementBalance[]> {
  const { rows } = await sql<Row>`select * from ${table(bankStatementTable)}
    where sequence <= ${knownAt} and from_day <= ${asOfDay} and ${entityId === null ? sql`1 = 1` : sql`entity_id = ${entityId}`}
    order by bank_account, currency, from_day, to_day, sequence`.execute(db);
  const accounts = grouped(rows, (row) => `${String(row['bank_account'])}\n${String(row['currency'])}`);
  return [...accounts.values()].flatMap((some) => some.map((row, at) => balanceOf(row, some[at - 1]))).filter(({ day }) => day >= firstDay).map(({ balance }) => balance);
}

function balanceOf(row: Row, before: Row | undefined): { readonly day: number; readonly balance: StatementBalance } {
  const currency = String(row['currency']);
  const stated = (one: Row | undefined, which: 'opening' | 'closing'): bigint | null => (one === undefined || Number(one[`has_${which}`]) === 0 ? null : (one[which] as bigint));
  const [opening, closing, previous] = [stated(row, 'opening'), stated(row, 'closing'), stated(before, 'closing')];
  const comparable = opening !== null && previous !== null && Number(before?.['to_day']) <= Number(row['from_day']);
  const text = (amount: bigint | null): string | null => (amount === null ? null : amountText(amount, currency));
  return {
    day: Number(row['to_day']),
    balance: {
      entityId: String(row['entity_id']), bankAccount: String(row['bank_account']), currency, statementId: String(row['statement_id']),
      statementNumber: String(row['statement_number']), from: dayOfEpoch(Number(row['from_day'])), to: dayOfEpoch(Number(row['to_day'])), opening: text(opening), closing: text(closing),
      follows: comparable ? opening === previous : null, gap: amountText(comparable ? opening - previous : 0n, currency),
    },
  };
}

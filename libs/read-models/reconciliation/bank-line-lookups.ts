import { sql } from 'kysely';
import { dayOfEpoch } from '#ledger';
import { matching, pageOf, type Page, type PageRequest } from '../lookups/page';
import { onSnapshot } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { bankLineTable, bankStatementTable } from './tables';

export const bankLineStates = ['open', 'parked', 'matched'] as const;

/** A line of a statement. Holds personal data. Amounts are what the bank account gained. */
export interface BankLineRecord {
  readonly statementId: string;
  readonly lineId: string;
  readonly entityId: string;
  readonly bankAccount: string;
  readonly currency: string;
  readonly bookedOn: string;
  readonly valueDate: string;
  readonly amount: string;
  readonly reference: string | null;
  readonly name: string | null;
  readonly account: string | null;
  readonly text: string;
  readonly state: (typeof bankLineStates)[number];
  readonly outcome: string | null;
  readonly subjectId: string | null;
  readonly accountId: string | null;
  readonly discrepancy: string | null;
  readonly confidence: number | null;
  /** What a person is to do. */
  readonly resolution: string | null;
  readonly proposals: readonly unknown[];
  readonly reasons: readonly unknown[];
  readonly sequence: number;
}

export interface BankLineFilter {
  readonly entityId?: string;
  readonly bankAccount?: string;
  readonly statementId?: string;
  readonly lineId?: string;
  readonly subjectId?: string;
  readonly state?: string;
  readonly discrepancy?: string;
}

const orNull = (value: unknown): string | null => (value === '' ? null : String(value));
const listOf = (value: unknown): readonly unknown[] => (value === '' ? [] : (JSON.parse(String(value)) as unknown[]));

function recordOf(row: Row): BankLineRecord {
  const matched = row['state'] === 'matched';
  return {
    statementId: String(row['statement_id']), lineId: String(row['line_id']), entityId: String(row['entity_id']), bankAccount: String(row['bank_account']),
    currency: String(row['currency']), bookedOn: dayOfEpoch(Number(row['booked_day'])), valueDate: dayOfEpoch(Number(row['value_day'])), amount: String(row['amount']),
    reference: orNull(row['reference']), name: orNull(row['payer_name']), account: orNull(row['payer_account']), text: String(row['payer_text']),
    state: String(row['state']) as BankLineRecord['state'], outcome: orNull(row['outcome']), subjectId: orNull(row['subject_id']), accountId: orNull(row['account_id']),
    discrepancy: orNull(row['discrepancy']), confidence: matched ? Number(row['confidence']) : null, resolution: orNull(row['resolution']),
    proposals: listOf(row['proposals']), reasons: listOf(row['reasons']), sequence: Number(row['order_key']),
  };
}

/** Lines by state, account and statement; `next` of a page is the place of its last line. */
export function listBankLines(store: ReadStore, filter: BankLineFilter, page: PageRequest): Promise<Page<BankLineRecord>> {
  const { entityId, bankAccount, statementId, lineId, subjectId, state, discrepancy } = filter;
  const where = matching({ entity_id: entityId, bank_account: bankAccount, statement_id: statementId, line_id: lineId, subject_id: subjectId, state, discrepancy });
  return onSnapshot(store, 'reconciliation', async ({ db, table }) => {
    // Many lines share the fact that recorded them: their place on the page keeps them apart.
    const { rows } = await sql<Row>`select * from (
        select l.*, s.entity_id, s.bank_account, s.currency, l.sequence * 1000 + l.place % 1000 as order_key
        from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id) found
      where ${where} ${pagedBy(page)}`.execute(db);
    return pageOf(rows.map(recordOf), page);
  });
}

/** The paging of lists, by the place of the line instead of the sequence. */
function pagedBy(page: PageRequest) {
  const after = page.after ?? null;
  const limit = Math.min(Math.max(1, Math.trunc(page.limit ?? 100)), 1_000) + 1;
  const order = page.oldestFirst === true ? sql`order by order_key` : sql`order by order_key desc`;
  const beyond = after === null ? sql`` : page.oldestFirst === true ? sql`and order_key > ${after}` : sql`and order_key < ${after}`;
  return sql`${beyond} ${order} limit ${limit}`;
}

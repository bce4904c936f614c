import { sql } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits } from '#ledger';
import type { Slice } from '../reports/snapshot';
import type { Row } from '../store/read-store';
import { bankLineTable, bankMovementTable, bankStatementTable } from './tables';

/** A line or a movement at its place: amounts are what the bank account gains. */
export interface Entry {
  readonly side: 'bank' | 'ledger';
  readonly entityId: string;
  readonly currency: string;
  readonly bankAccount: string;
  readonly day: number;
  readonly amount: bigint;
  readonly subjectId: string;
  readonly tied: boolean;
  /** The day the bank booked it; of a movement that no line shows its own. */
  readonly booked: number;
  /** A person set it aside: the bank has it, the books do not. */
  readonly setAside?: true;
}

/** Movements that no statement line is known for stand under no bank account. */
const nowhere = '';

export async function bankEntries({ db, table, knownAt, entityId }: Slice, cut: ReadonlySet<string>): Promise<Entry[]> {
  // Lines seen before count where they were first; what a person set aside is the bank's all the same. A statement that is not whole counts nowhere.
  const { rows } = await sql<Row>`select s.statement_id, s.entity_id, s.currency, s.bank_account, l.value_day, l.booked_day, l.amount, l.line_id, l.matched_sequence, l.outcome
    from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where l.sequence <= ${knownAt} and ${entityId === null ? sql`1 = 1` : sql`s.entity_id = ${entityId}`}
      and not (l.outcome = 'seen-before' and l.matched_sequence <= ${knownAt})`.execute(db);
  return rows.filter((row) => !cut.has(String(row['statement_id']))).map((row) => {
    const currency = String(row['currency']);
    const matched = Number(row['matched_sequence']);
    return {
      side: 'bank', entityId: String(row['entity_id']), currency, bankAccount: String(row['bank_account']), day: Number(row['value_day']),
      amount: minorOf(String(row['amount']), currencyDigits(currency)), subjectId: String(row['line_id']), tied: matched > 0 && matched <= knownAt,
      booked: Number(row['booked_day']),
      ...(matched > 0 && matched <= knownAt && row['outcome'] === 'no-concern' ? { setAside: true as const } : {}),
    };
  });
}

export async function ledgerEntries({ db, table, knownAt, entityId }: Slice): Promise<Entry[]> {
  const place = sql`cast(l.booked_day as text) || ' ' || s.bank_account`;
  const shown = sql`select ${place} from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where l.subject_id = m.subject_id and (l.outcome = m.kind or (l.outcome = 'direct-debit' and m.kind = 'payment')) and l.matched_sequence between 1 and ${knownAt} limit 1`;
  // One line may bring many debits of a batch, or a return and the bank's charge for it: each says which line brought it.
  const batch = sql`select ${place} from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where m.line_id <> '' and l.statement_id = m.statement_id and l.line_id = m.line_id and l.outcome in ('direct-debit', 'payment-reversal') and l.matched_sequence between 1 and ${knownAt} limit 1`;
  const { rows } = await sql<Row>`select m.entity_id, m.currency, m.day, m.amount, m.subject_id, coalesce((${shown}), (${batch}), '') as place
    from ${table(bankMovementTable)} m
    where m.sequence <= ${knownAt} and m.kind <> 'refund-requested' and ${entityId === null ? sql`1 = 1` : sql`m.entity_id = ${entityId}`}`.execute(db);
  return rows.map((row) => {
    const [booked = '', ...account] = String(row['place']).split(' ');
    return {
      side: 'ledger', entityId: String(row['entity_id']), currency: String(row['currency']), bankAccount: account.join(' '), day: Number(row['day']),
      amount: row['amount'] as bigint, subjectId: String(row['subject_id']), tied: row['place'] !== nowhere, booked: booked === '' ? Number(row['day']) : Number(booked),
    };
  });
}

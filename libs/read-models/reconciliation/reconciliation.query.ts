import { sql } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits, dayOfEpoch, epochDay } from '#ledger';
import { firstDayOf } from '../journal/trial-balance.query';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import type { PeriodQuestion, ReportAnswer } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { bankLineTable, bankMovementTable, bankStatementTable } from './tables';
import { statementRows, type StatementBalance } from './statement-balances';

/** What the bank and the books moved on one day. `difference` is bank less ledger. */
export interface ReconciliationDay {
  readonly bankAccount: string;
  readonly day: string;
  readonly lines: number;
  readonly unmatched: number;
  readonly bank: string;
  readonly ledger: string;
  readonly difference: string;
}

export interface ReconciliationException {
  /** `no-concern`: a person set the line aside; who and why stands with the line. `incomplete-statement`: its file was cut; sent again it completes the statement. */
  readonly kind: 'unmatched-line' | 'no-concern' | 'no-bank-line' | 'balance-gap' | 'incomplete-statement';
  readonly bankAccount: string;
  readonly day: string;
  /** Line, payment, reversal, refund, fee, payout or statement. */
  readonly subjectId: string;
  readonly amount: string;
  /** Days to the day asked about. */
  readonly age: number;
}

export interface ReconciliationSection {
  readonly entityId: string;
  readonly currency: string;
  readonly days: readonly ReconciliationDay[];
  readonly totals: { readonly bank: string; readonly ledger: string; readonly difference: string };
  readonly statements: readonly StatementBalance[];
  readonly exceptions: readonly ReconciliationException[];
}

export interface ReconciliationBody {
  readonly report: 'reconciliation';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly sections: readonly ReconciliationSection[];
}

/** A line or a movement at its place: amounts are what the bank account gains. */
interface Entry {
  readonly side: 'bank' | 'ledger';
  readonly entityId: string;
  readonly currency: string;
  readonly bankAccount: string;
  readonly day: number;
  readonly amount: bigint;
  readonly subjectId: string;
  readonly tied: boolean;
  /** A person set it aside: the bank has it, the books do not. */
  readonly setAside?: true;
}

/** Movements that no statement line is known for stand under no bank account. */
const nowhere = '';

async function bankEntries({ db, table, knownAt, asOfDay, entityId }: Slice, firstDay: number, cut: ReadonlySet<string>): Promise<Entry[]> {
  // Lines seen before count where they were first; what a person set aside is the bank's all the same. A statement that is not whole counts nowhere.
  const { rows } = await sql<Row>`select s.statement_id, s.entity_id, s.currency, s.bank_account, l.value_day, l.amount, l.line_id, l.matched_sequence, l.outcome
    from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where l.sequence <= ${knownAt} and l.value_day between ${firstDay} and ${asOfDay} and ${entityId === null ? sql`1 = 1` : sql`s.entity_id = ${entityId}`}
      and not (l.outcome = 'seen-before' and l.matched_sequence <= ${knownAt})`.execute(db);
  return rows.filter((row) => !cut.has(String(row['statement_id']))).map((row) => {
    const currency = String(row['currency']);
    const matched = Number(row['matched_sequence']);
    return {
      side: 'bank', entityId: String(row['entity_id']), currency, bankAccount: String(row['bank_account']), day: Number(row['value_day']),
      amount: minorOf(String(row['amount']), currencyDigits(currency)), subjectId: String(row['line_id']), tied: matched > 0 && matched <= knownAt,
      ...(matched > 0 && matched <= knownAt && row['outcome'] === 'no-concern' ? { setAside: true as const } : {}),
    };
  });
}

async function ledgerEntries({ db, table, knownAt, asOfDay, entityId }: Slice, firstDay: number): Promise<Entry[]> {
  const account = sql`select s.bank_account from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where l.subject_id = m.subject_id and (l.outcome = m.kind or (l.outcome = 'direct-debit' and m.kind = 'payment')) and l.matched_sequence between 1 and ${knownAt} limit 1`;
  // One line may bring many debits of a batch, or a return and the bank's charge for it: each says which line brought it.
  const batch = sql`select s.bank_account from ${table(bankLineTable)} l join ${table(bankStatementTable)} s on s.statement_id = l.statement_id
    where m.line_id <> '' and l.statement_id = m.statement_id and l.line_id = m.line_id and l.outcome in ('direct-debit', 'payment-reversal') and l.matched_sequence between 1 and ${knownAt} limit 1`;
  const { rows } = await sql<Row>`select m.entity_id, m.currency, m.day, m.amount, m.subject_id, coalesce((${account}), (${batch}), '') as bank_account
    from ${table(bankMovementTable)} m
    where m.sequence <= ${knownAt} and m.kind <> 'refund-requested' and m.day between ${firstDay} and ${asOfDay}
      and ${entityId === null ? sql`1 = 1` : sql`m.entity_id = ${entityId}`}`.execute(db);
  return rows.map((row) => ({
    side: 'ledger', entityId: String(row['entity_id']), currency: String(row['currency']), bankAccount: String(row['bank_account']), day: Number(row['day']),
    amount: row['amount'] as bigint, subjectId: String(row['subject_id']), tied: row['bank_account'] !== nowhere,
  }));
}

const ofSide = (entries: readonly Entry[], side: Entry['side']): bigint => sumOf(entries.filter((entry) => entry.side === side), ({ amount }) => amount);

function dayOf(entries: readonly Entry[], currency: string): ReconciliationDay {
  const lines = entries.filter(({ side }) => side === 'bank');
  const [bank, ledger] = [ofSide(entries, 'bank'), ofSide(entries, 'ledger')];
  const { bankAccount, day } = entries[0]!;
  return {
    bankAccount, day: dayOfEpoch(day), lines: lines.length, unmatched: lines.filter(({ tied }) => !tied).length, bank: amountText(bank, currency),
    ledger: amountText(ledger, currency), difference: amountText(bank - ledger, currency),
  };
}

function exceptionsOf(entries: readonly Entry[], statements: readonly StatementBalance[], { asOfDay }: Slice): ReconciliationException[] {
  const untied = entries
    .filter(({ tied, setAside }) => !tied || setAside === true)
    .map(({ side, bankAccount, day, subjectId, amount, currency, setAside }): ReconciliationException => ({
      kind: setAside === true ? 'no-concern' : side === 'bank' ? 'unmatched-line' : 'no-bank-line',
      bankAccount,
      day: dayOfEpoch(day),
      subjectId,
      amount: amountText(amount, currency),
      age: asOfDay - day,
    }));
  const gaps = statements.filter(({ follows }) => follows === false).map(({ bankAccount, from, statementId, gap }): ReconciliationException => ({
    kind: 'balance-gap', bankAccount, day: from, subjectId: statementId, amount: gap, age: asOfDay - epochDay(from),
  }));
  const cut = statements.filter(({ complete }) => !complete).map(({ bankAccount, currency, from, statementId }): ReconciliationException => ({
    kind: 'incomplete-statement', bankAccount, day: from, subjectId: statementId, amount: amountText(0n, currency), age: asOfDay - epochDay(from),
  }));
  return [...untied, ...gaps, ...cut].sort((a, b) => byText(a.day, b.day) || byText(a.kind, b.kind) || byText(a.subjectId, b.subjectId));
}

interface SectionParts {
  readonly entries: readonly Entry[];
  readonly statements: readonly StatementBalance[];
}

function sectionOf({ entries, statements }: SectionParts, slice: Slice): ReconciliationSection {
  const { entityId, currency } = (entries[0] ?? statements[0])!;
  const days = [...grouped(entries, ({ bankAccount, day }) => `${bankAccount}\n${String(day).padStart(8, '0')}`)].sort(([a], [b]) => byText(a, b));
  const [bank, ledger] = [ofSide(entries, 'bank'), ofSide(entries, 'ledger')];
  return {
    entityId, currency, days: days.map(([, some]) => dayOf(some, currency)),
    totals: { bank: amountText(bank, currency), ledger: amountText(ledger, currency), difference: amountText(bank - ledger, currency) },
    statements, exceptions: exceptionsOf(entries, statements, slice),
  };
}

/** One section per legal entity and currency that money moved in, or that a statement in these days is of. */
function sectionsOf(entries: readonly Entry[], statements: readonly StatementBalance[], slice: Slice): readonly ReconciliationSection[] {
  const key = ({ entityId, currency }: { readonly entityId: string; readonly currency: string }): string => `${entityId}\n${currency}`;
  const [moved, stated] = [grouped(entries, key), grouped(statements, key)];
  const keys = [...new Set([...moved.keys(), ...stated.keys()])].sort(byText);
  return keys.map((one) => sectionOf({ entries: moved.get(one) ?? [], statements: stated.get(one) ?? [] }, slice));
}

/** Bank against books per account and day, with what explains the differences: lines nobody decided on, movements that no statement shows, balances that do not follow. */
export function reconciliationReport(store: ReadStore, question: PeriodQuestion): Promise<ReportAnswer<ReconciliationBody>> {
  const from = firstDayOf(question);
  return onSlice(store, 'reconciliation', question, async (slice) => {
    const statements = await statementRows(slice);
    const cut = new Set(statements.filter(({ complete }) => !complete).map(({ statementId }) => statementId));
    const entries = [...(await bankEntries(slice, epochDay(from), cut)), ...(await ledgerEntries(slice, epochDay(from)))];
    const sections = sectionsOf(entries, statements.filter(({ to }) => to >= from), slice);
    const controlTotals = Object.fromEntries(sections.map(({ entityId, currency, totals }) => [`difference ${entityId} ${currency}`, totals.difference]));
    const rowCount = sections.reduce((count, { days, exceptions }) => count + days.length + exceptions.length, 0);
    const { asOf, knownAt } = slice;
    return { report: 'reconciliation', body: { report: 'reconciliation', from, asOf, knownAt, sections }, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}

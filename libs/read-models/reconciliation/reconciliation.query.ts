import { minorOf } from '#money';
import { currencyDigits, dayOfEpoch, epochDay } from '#ledger';
import { firstDayOf } from '../journal/trial-balance.query';
import { amountText, byText, grouped, sumOf } from '../reports/figures';
import type { PeriodQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf, type Slice } from '../reports/snapshot';
import type { ReadStore } from '../store/read-store';
import { balancesOf, type AccountBalances, type Moved } from './account-balances';
import { bankEntries, ledgerEntries, type Entry } from './bank-entries';
import { exceptionsOf, type ReconciliationException } from './reconciliation-exceptions';
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

/** What a statement closes with beside the books at the end of that day. `difference` is bank less ledger. */
export interface ReconciliationBalance {
  readonly day: string;
  readonly statementId: string;
  readonly bank: string;
  readonly ledger: string;
  readonly difference: string;
  /** What neither the start nor lines and movements without their other side explain of it. */
  readonly unexplained: string;
}

/** The balances of one bank account. A movement that a line shows counts on the day the bank booked it, another on its own day. */
export interface ReconciliationAccount {
  readonly bankAccount: string;
  /** What its first statement opens with beside what the books had by then. */
  readonly start: Omit<ReconciliationBalance, 'unexplained'>;
  readonly balances: readonly ReconciliationBalance[];
}

export interface ReconciliationSection {
  readonly entityId: string;
  readonly currency: string;
  readonly days: readonly ReconciliationDay[];
  readonly totals: { readonly bank: string; readonly ledger: string; readonly difference: string };
  readonly statements: readonly StatementBalance[];
  readonly accounts: readonly ReconciliationAccount[];
  readonly exceptions: readonly ReconciliationException[];
}

export interface ReconciliationBody {
  readonly report: 'reconciliation';
  readonly from: string;
  readonly asOf: string;
  readonly knownAt: number;
  readonly sections: readonly ReconciliationSection[];
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

interface SectionParts {
  readonly entityId: string;
  readonly currency: string;
  readonly entries: readonly Entry[];
  readonly statements: readonly StatementBalance[];
}

/** Null: nothing of these days, and nothing that still stands from before. */
function sectionOf({ entityId, currency, entries, statements }: SectionParts, slice: Slice, firstDay: number): ReconciliationSection | null {
  const { asOfDay } = slice;
  const some = entries.filter(({ day }) => day >= firstDay && day <= asOfDay);
  const shown = statements.filter(({ to }) => epochDay(to) >= firstDay);
  const accounts = accountsOf(entries, statements, slice);
  const exceptions = exceptionsOf({ entries: some, statements: shown, accounts }, { currency, asOfDay, firstDay });
  if (some.length === 0 && shown.length === 0 && exceptions.length === 0) return null;
  const days = [...grouped(some, ({ bankAccount, day }) => `${bankAccount}\n${String(day).padStart(8, '0')}`)].sort(([a], [b]) => byText(a, b));
  const [bank, ledger] = [ofSide(some, 'bank'), ofSide(some, 'ledger')];
  return {
    entityId, currency, days: days.map(([, ofDay]) => dayOf(ofDay, currency)),
    totals: { bank: amountText(bank, currency), ledger: amountText(ledger, currency), difference: amountText(bank - ledger, currency) },
    statements: shown, accounts: accounts.map((account) => shownAccount(account, currency, firstDay)), exceptions,
  };
}

function shownAccount({ bankAccount, start, days }: AccountBalances, currency: string, firstDay: number): ReconciliationAccount {
  const shown = ({ statementId, day, bank, ledger }: AccountBalances['start']): ReconciliationAccount['start'] => ({
    day: dayOfEpoch(day), statementId, bank: amountText(bank, currency), ledger: amountText(ledger, currency), difference: amountText(bank - ledger, currency),
  });
  return {
    bankAccount, start: shown(start),
    balances: days.filter(({ day }) => day >= firstDay).map((one) => ({ ...shown(one), unexplained: amountText(one.unexplained, currency) })),
  };
}

/** Whole statements with the lines and movements that count for their balances; one that goes on beyond the day asked about has not closed. */
function accountsOf(entries: readonly Entry[], statements: readonly StatementBalance[], { asOfDay }: Slice): readonly AccountBalances[] {
  const whole = statements.filter(({ complete }) => complete).map(({ currency, from, to, opening, closing, ...one }) => {
    const minor = (amount: string | null): bigint | null => (amount === null ? null : minorOf(amount, currencyDigits(currency)));
    return { ...one, from: epochDay(from), to: epochDay(to), opening: minor(opening), closing: epochDay(to) > asOfDay ? null : minor(closing) };
  });
  const side = (name: Entry['side']): readonly Moved[] =>
    entries.filter((entry) => entry.side === name).map(({ bankAccount, booked, amount, tied, setAside }) => ({ bankAccount, day: booked, amount, tied: tied && setAside !== true }));
  return balancesOf(whole, { bank: side('bank'), ledger: side('ledger') });
}

/** One section per legal entity and currency that money moved in, or that a statement is of. */
function sectionsOf(entries: readonly Entry[], statements: readonly StatementBalance[], slice: Slice, from: string): readonly ReconciliationSection[] {
  const key = ({ entityId, currency }: { readonly entityId: string; readonly currency: string }): string => `${entityId}\n${currency}`;
  const [moved, stated] = [grouped(entries, key), grouped(statements, key)];
  const keys = [...new Set([...moved.keys(), ...stated.keys()])].sort(byText);
  return keys.flatMap((one) => {
    const [entityId = '', currency = ''] = one.split('\n');
    return sectionOf({ entityId, currency, entries: moved.get(one) ?? [], statements: stated.get(one) ?? [] }, slice, epochDay(from)) ?? [];
  });
}

/**
 * Bank against books per account and day, and the balances that statements state against those of the books, with what
 * explains the differences: lines nobody decided on, movements that no statement shows, balances that do not follow.
 */
export function reconciliationReport(store: ReadStore, question: PeriodQuestion): Promise<ReportFigures<ReconciliationBody>> {
  const from = firstDayOf(question);
  return onSlice(store, 'reconciliation', question, async (slice) => {
    const statements = await statementRows(slice);
    const cut = new Set(statements.filter(({ complete }) => !complete).map(({ statementId }) => statementId));
    const entries = [...(await bankEntries(slice, cut)), ...(await ledgerEntries(slice))];
    const sections = sectionsOf(entries, statements, slice, from);
    const controlTotals = Object.fromEntries(sections.map(({ entityId, currency, totals }) => [`difference ${entityId} ${currency}`, totals.difference]));
    const rowCount = sections.reduce((count, { days, exceptions }) => count + days.length + exceptions.length, 0);
    const { asOf, knownAt } = slice;
    return { report: 'reconciliation', body: { report: 'reconciliation', from, asOf, knownAt, sections }, provenance: provenanceOf(slice, rowCount, controlTotals) };
  });
}

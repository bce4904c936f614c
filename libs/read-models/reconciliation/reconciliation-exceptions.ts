import { dayOfEpoch, epochDay } from '#ledger';
import { amountText, byText } from '../reports/figures';
import type { AccountBalances } from './account-balances';
import type { Entry } from './bank-entries';
import type { StatementBalance } from './statement-balances';

export type ExceptionKind =
  | 'unmatched-line' | 'no-concern' | 'no-bank-line' | 'balance-gap' | 'incomplete-statement' | 'contradicting-statement' | 'opening-difference' | 'balance-difference';

export interface ReconciliationException {
  /**
   * `no-concern`: a person set the line aside; who and why stands with the line. `incomplete-statement`: its file was cut;
   * sent again it completes the statement. `contradicting-statement`: another of the same account and number says something
   * else. `opening-difference`: what the first statement opens with is not what the books had by then.
   * `balance-difference`: what neither that nor the other exceptions explain of a closing balance.
   */
  readonly kind: ExceptionKind;
  readonly bankAccount: string;
  readonly day: string;
  /** Line, payment, reversal, refund, fee, payout or statement. */
  readonly subjectId: string;
  readonly amount: string;
  /** Days to the day asked about. */
  readonly age: number;
}

interface ExceptionParts {
  readonly entries: readonly Entry[];
  readonly statements: readonly StatementBalance[];
  readonly accounts: readonly AccountBalances[];
}

interface Place {
  readonly currency: string;
  readonly asOfDay: number;
  readonly firstDay: number;
}

/** Everything that keeps bank and books apart, the oldest first. */
export function exceptionsOf({ entries, statements, accounts }: ExceptionParts, place: Place): ReconciliationException[] {
  const found = [...untied(entries, place), ...ofStatements(statements, place), ...accounts.flatMap((account) => ofBalances(account, place))];
  return found.sort((a, b) => byText(a.day, b.day) || byText(a.kind, b.kind) || byText(a.subjectId, b.subjectId));
}

function untied(entries: readonly Entry[], { currency, asOfDay }: Place): ReconciliationException[] {
  return entries
    .filter(({ tied, setAside }) => !tied || setAside === true)
    .map(({ side, bankAccount, day, subjectId, amount, setAside }) => ({
      kind: setAside === true ? 'no-concern' : side === 'bank' ? 'unmatched-line' : 'no-bank-line',
      bankAccount, day: dayOfEpoch(day), subjectId, amount: amountText(amount, currency), age: asOfDay - day,
    }));
}

function ofStatements(statements: readonly StatementBalance[], { currency, asOfDay }: Place): ReconciliationException[] {
  const none = amountText(0n, currency);
  return statements.flatMap(({ bankAccount, from, statementId, follows, gap, complete, contradicts }) => {
    const one = (kind: ExceptionKind, amount: string): ReconciliationException => ({ kind, bankAccount, day: from, subjectId: statementId, amount, age: asOfDay - epochDay(from) });
    return [
      ...(follows === false ? [one('balance-gap', gap)] : []),
      ...(complete ? [] : [one('incomplete-statement', none)]),
      ...(contradicts.length === 0 ? [] : [one('contradicting-statement', none)]),
    ];
  });
}

/** The difference at the start stands until it is gone, whatever days are asked about. */
function ofBalances({ bankAccount, start, days }: AccountBalances, { currency, asOfDay, firstDay }: Place): ReconciliationException[] {
  const one = (kind: ExceptionKind, { day, statementId }: AccountBalances['start'], amount: bigint): ReconciliationException[] =>
    amount === 0n ? [] : [{ kind, bankAccount, day: dayOfEpoch(day), subjectId: statementId, amount: amountText(amount, currency), age: asOfDay - day }];
  return [
    ...one('opening-difference', start, start.bank - start.ledger),
    ...days.filter(({ day }) => day >= firstDay).flatMap((closed) => one('balance-difference', closed, closed.added)),
  ];
}

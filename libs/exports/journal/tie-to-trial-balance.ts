import { currencyDigits } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { TrialBalanceBody } from '#read-models';
import type { AccountSums, JournalSurvey } from './journal-survey';

interface Figures {
  opening: bigint;
  debit: bigint;
  credit: bigint;
}

const nothing = (): Figures => ({ opening: 0n, debit: 0n, credit: 0n });

/**
 * Holds what an export is about to write against the trial balance of the same days on the posting basis, account by
 * account, in base currency.
 *
 * @returns what differs, in words; empty when nothing does.
 */
export function tieToTrialBalance(survey: JournalSurvey, body: TrialBalanceBody): readonly string[] {
  const booked = new Map<string, Figures>();
  let digits = 2;
  for (const { baseCurrency, rows } of body.sections) {
    digits = currencyDigits(baseCurrency);
    for (const { accountCode, base } of rows) {
      const sums = booked.get(accountCode) ?? nothing();
      sums.opening += minorOf(base.opening, digits);
      sums.debit += minorOf(base.debit, digits);
      sums.credit += minorOf(base.credit, digits);
      booked.set(accountCode, sums);
    }
  }
  const problems: string[] = [];
  for (const code of new Set([...booked.keys(), ...survey.accounts.keys()])) {
    const [ours, theirs] = [survey.accounts.get(code) ?? nothing(), booked.get(code) ?? nothing()] as const;
    for (const figure of ['opening', 'debit', 'credit'] as const satisfies readonly (keyof AccountSums)[]) {
      if (ours[figure] !== theirs[figure]) {
        problems.push(`${code}: ${figure} ${formatMinor(ours[figure], digits)} in the export, ${formatMinor(theirs[figure], digits)} in the trial balance`);
      }
    }
  }
  return problems;
}

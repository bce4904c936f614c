import { knownCurrency, minorOf } from '#money';
import type { AccountState } from '../account/account.state';
import { openItems } from '../account/account.state';
import { baseAmounts, type Rounding } from '../pricing';
import { refusal, type Refusal } from '../refusal';
import type { CreditLimitSet } from './customer.events';

/** A credit limit beside what counts against it, in minor units of base currency. */
export interface CreditFacts {
  readonly limit: bigint;
  readonly onExceed: CreditLimitSet['data']['onExceed'];
  readonly owed: bigint;
}

/** What an account owes in base currency, less its unapplied receipts and credits, by everything on record. */
export function owedInBase(state: AccountState): bigint {
  let owed = 0n;
  for (const item of openItems(state)) {
    owed += item.baseOpen;
  }
  for (const sources of [state.receipts, state.credits]) {
    for (const source of sources.values()) {
      owed -= source.baseUnapplied;
    }
  }
  return owed;
}

/** The facts of a limit as it was set; null: there is none. */
export function creditFacts(set: CreditLimitSet['data'] | undefined, account: AccountState): CreditFacts | null {
  return set?.limit === undefined ? null : { limit: minorOf(set.limit, knownCurrency(set.currency).digits), onExceed: set.onExceed, owed: owedInBase(account) };
}

interface Priced {
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly rate: string;
  readonly baseCurrency: string;
  readonly rounding: Rounding;
}

/** Whether billing this much more goes beyond the limit; what is owed on the limit to the cent does not. */
export function exceedsCredit(credit: CreditFacts | null | undefined, { totals, rate, baseCurrency, rounding }: Priced): boolean {
  if (credit === null || credit === undefined) {
    return false;
  }
  const more = minorOf(baseAmounts(totals, { rate, baseCurrency, mode: rounding.mode }).gross, knownCurrency(baseCurrency).digits);
  return credit.owed + more > credit.limit;
}

export const creditExceeded = (accountId: string): Refusal =>
  refusal('conflict', 'CREDIT_LIMIT.EXCEEDED', `account ${accountId} would owe more than its credit limit. Wait for its payments, raise the limit, or bill it all the same with overLimit.`, {
    accountId,
  });

import { knownCurrency, minorOf } from '#money';
import type { AccountState, Source } from '../account/account.state';
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

/**
 * What an account owes in base currency on a day, less its unapplied receipts and credits. A receipt whose value date is
 * still ahead (a post-dated cheque) pays nothing before it, nor does the deduction that goes with it.
 */
export function owedInBase(state: AccountState, day: string): bigint {
  let owed = 0n;
  for (const item of openItems(state)) {
    owed += item.baseOpen;
  }
  for (const receipt of state.receipts.values()) {
    owed += isAhead(receipt, day) ? settledInBase(receipt) : -receipt.baseUnapplied;
  }
  for (const credit of state.credits.values()) {
    owed -= credit.baseUnapplied;
  }
  for (const { data, reversed, baseAmount } of state.deductions.values()) {
    owed += reversed === null && data.acceptedOn > day ? baseAmount : 0n;
  }
  return owed;
}

const isAhead = ({ receivedOn }: Source, day: string): boolean => receivedOn !== null && receivedOn > day;

/** What a receipt took off the items it is applied to, in base currency. */
const settledInBase = ({ allocations }: Source): bigint =>
  allocations.reduce((sum, { parts }) => parts.reduce((settled, { itemBaseLeft }) => settled + itemBaseLeft, sum), 0n);

/** The facts of a limit as it was set, with what is owed on a day; null: there is none. */
export function creditFacts(set: CreditLimitSet['data'] | undefined, account: AccountState, day: string): CreditFacts | null {
  if (set?.limit === undefined) {
    return null;
  }
  return { limit: minorOf(set.limit, knownCurrency(set.currency).digits), onExceed: set.onExceed, owed: owedInBase(account, day) };
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

import { currency } from '#money';
import type { AccountRole } from '../entity/entity.events';

/** One line of the journal. */
export interface PostingLine {
  readonly entityId: string;
  readonly role: AccountRole;
  readonly accountCode: string;
  /** The debtor account the line belongs to; empty for lines that concern no debtor. */
  readonly accountId: string;
  /** Tax category and rate of a tax line ("S:20"); empty otherwise. */
  readonly taxCode: string;
  readonly currency: string;
  /** Minor units of the transaction currency: debit positive, credit negative. */
  readonly amount: bigint;
  readonly baseCurrency: string;
  /** Minor units of the base currency: debit positive, credit negative. */
  readonly baseAmount: bigint;
  /** `YYYY-MM-DD`: when it counts. */
  readonly effectiveDate: string;
  /** `YYYY-MM-DD`: the day it is booked on, by the calendar at the event's place in the log. */
  readonly postingDate: string;
}

/** Decimal places of a currency. @throws Error for a code ISO 4217 does not know: no event may carry one. */
export function currencyDigits(code: string): number {
  const known = currency(code);
  if (known === undefined) throw new Error(`An event carries the unknown currency ${code}.`);
  return known.digits;
}

/**
 * Debits equal credits per currency and effective date, in transaction and in base currency.
 *
 * @throws Error otherwise: a posting that does not balance is a fault of the program, never of its user.
 */
export function assertBalanced(lines: readonly PostingLine[], what: string): void {
  const sums = new Map<string, { amount: bigint; base: bigint }>();
  for (const line of lines) {
    const key = `${line.entityId} ${line.currency} ${line.baseCurrency} ${line.effectiveDate}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { amount: line.amount, base: line.baseAmount });
    else {
      sum.amount += line.amount;
      sum.base += line.baseAmount;
    }
  }
  for (const [key, { amount, base }] of sums) {
    if (amount !== 0n || base !== 0n) {
      throw new Error(`The postings of ${what} do not balance for ${key}: ${amount} minor units, ${base} in base currency.`);
    }
  }
}

import { amountMinorMax, parseAmount } from './amount-grammar';
import type { Currency } from './currency';
import { formatMinor } from './minor-units';

/** An amount of one currency in integer minor units. A value: never changed, never mixed with a JS number. */
export interface Money {
  readonly currency: Currency;
  readonly minor: bigint;
}

export const moneyOfMinor = (minor: bigint, currency: Currency): Money => ({ currency, minor });

export const zero = (currency: Currency): Money => ({ currency, minor: 0n });

/**
 * Reads an amount that was checked before, as in an event.
 *
 * @throws RangeError when the text is outside the grammar after all.
 */
export function moneyOf(amount: string, currency: Currency): Money {
  const parsed = parseAmount(amount, currency);
  if (!parsed.ok) {
    throw new RangeError(`stored amount ${parsed.problem.message}`);
  }
  return parsed.money;
}

function assertSameCurrency(left: Currency, right: Currency): void {
  if (left.code !== right.code) {
    throw new TypeError(`${left.code} and ${right.code} are never added or compared; convert first`);
  }
}

/** @throws TypeError when the currencies differ; so do all functions here that take two amounts. */
export function add(left: Money, right: Money): Money {
  assertSameCurrency(left.currency, right.currency);
  return { currency: left.currency, minor: left.minor + right.minor };
}

export function subtract(left: Money, right: Money): Money {
  assertSameCurrency(left.currency, right.currency);
  return { currency: left.currency, minor: left.minor - right.minor };
}

export const negate = (money: Money): Money => ({ currency: money.currency, minor: -money.minor });

/** −1, 0 or 1, as for `Array.sort`. */
export function compare(left: Money, right: Money): -1 | 0 | 1 {
  assertSameCurrency(left.currency, right.currency);
  return left.minor < right.minor ? -1 : left.minor > right.minor ? 1 : 0;
}

export const equals = (left: Money, right: Money): boolean => compare(left, right) === 0;

export const isZero = (money: Money): boolean => money.minor === 0n;
export const isNegative = (money: Money): boolean => money.minor < 0n;
export const isPositive = (money: Money): boolean => money.minor > 0n;

/** The sum of amounts that all have the given currency; zero for none. */
export function sum(currency: Currency, amounts: Iterable<Money>): Money {
  let minor = 0n;
  for (const amount of amounts) {
    assertSameCurrency(currency, amount.currency);
    minor += amount.minor;
  }
  return { currency, minor };
}

/** The text that stands on every wire: the currency's own scale, as in "1234.50". */
export const toAmount = (money: Money): string => formatMinor(money.minor, money.currency.digits);

/** Whether the amount is one that a document or a receipt may have. */
export const fitsAmount = ({ minor }: Money): boolean => minor <= amountMinorMax && minor >= -amountMinorMax;

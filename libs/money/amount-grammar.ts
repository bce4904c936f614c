import type { Currency } from './currency';
import { Decimal } from './decimal';
import { formatMinor, minorOf } from './minor-units';
import type { Money } from './money';

/** The rule a text broke, in words that can be shown, with the value cut to a harmless length. */
export interface AmountProblem {
  readonly rule: 'not-text' | 'grammar' | 'integer-digits' | 'decimals' | 'negative' | 'too-large';
  readonly message: string;
  readonly value: string;
}

/** Most digits before the point, of an amount, a quantity, a price or a rate. */
export const integerDigitsMax = 18;

/**
 * The largest amount of one document or receipt, in minor units: ten trillion in a currency of two decimals. Read
 * models sum amounts in 64-bit integers, and thousands of the largest still have room there.
 */
export const amountMinorMax = 10n ** 15n;

const shape = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;
const onlyZeros = /^[0.]*$/;
const shownLength = 40;

type Checked = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: AmountProblem };

/**
 * The grammar of every number that comes in as text: digits, at most one point, an optional minus. No exponent,
 * hex, underscore, plus, blank, leading zero or negative zero. The length is looked at first and nothing here
 * computes, so that hostile text costs nothing: `1e100000000` would keep decimal.js busy for 20 seconds.
 */
function check(text: unknown, decimalsMax: number, allowNegative: boolean, what: string): Checked {
  if (typeof text !== 'string') {
    return failed('not-text', `is not a text; write ${what} as a JSON string such as "12.50"`, String(typeof text));
  }
  const match = text.length > 200 ? null : shape.exec(text);
  if (match === null) {
    return failed('grammar', `is no plain decimal; write digits with at most one point, such as "12.50"`, text);
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole.length > integerDigitsMax) {
    return failed('integer-digits', `has ${whole.length} digits before the point; at most ${integerDigitsMax} are taken`, text);
  }
  if (fraction.length > decimalsMax) {
    return failed('decimals', `has ${fraction.length} decimals; ${what} takes at most ${decimalsMax}`, text);
  }
  return sign === '' ? { ok: true, text } : checkNegative(text, allowNegative, what);
}

function checkNegative(text: string, allowNegative: boolean, what: string): Checked {
  if (onlyZeros.test(text.slice(1))) {
    return failed('grammar', 'is a negative zero; write "0"', text);
  }
  return allowNegative ? { ok: true, text } : failed('negative', `is negative; ${what} must be zero or more`, text);
}

function failed(rule: AmountProblem['rule'], message: string, value: string): Extract<Checked, { readonly ok: false }> {
  const shown = value.length > shownLength ? `${value.slice(0, shownLength)}…` : value;
  return { ok: false, problem: { rule, message: `${JSON.stringify(shown)} ${message}`, value: shown } };
}

export type ParsedAmount = { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly problem: AmountProblem };

/**
 * Reads an amount of a currency, up to the largest one there may be; fewer decimals than the currency has are taken,
 * more are not. Never throws.
 */
export function parseAmount(text: unknown, currency: Currency, options: { readonly allowNegative?: boolean } = {}): ParsedAmount {
  const checked = check(text, currency.digits, options.allowNegative ?? true, `an amount in ${currency.code}`);
  if (!checked.ok) {
    return checked;
  }
  const minor = minorOf(checked.text, currency.digits);
  const most = formatMinor(amountMinorMax, currency.digits);
  return minor <= amountMinorMax && minor >= -amountMinorMax
    ? { ok: true, money: { currency, minor } }
    : failed('too-large', `is more than the ${most} ${currency.code} that one amount may be`, checked.text);
}

export interface DecimalGrammar {
  readonly maxDecimals: number;
  /** Default false. */
  readonly allowNegative?: boolean;
}

export type ParsedDecimal = { readonly ok: true; readonly value: Decimal } | { readonly ok: false; readonly problem: AmountProblem };

/** Reads an exact decimal that is no amount: quantity, unit price, percentage, rate. Never throws. */
export function parseDecimal(text: unknown, { maxDecimals, allowNegative = false }: DecimalGrammar): ParsedDecimal {
  const checked = check(text, maxDecimals, allowNegative, 'this number');
  return checked.ok ? { ok: true, value: new Decimal(checked.text) } : checked;
}

/**
 * An exact decimal out of an event, where it was checked on the way in.
 *
 * @throws RangeError when the text is outside the grammar after all.
 */
export function decimalOf(text: string): Decimal {
  const checked = check(text, 12, true, 'a stored decimal');
  if (!checked.ok) {
    throw new RangeError(checked.problem.message);
  }
  return new Decimal(text);
}

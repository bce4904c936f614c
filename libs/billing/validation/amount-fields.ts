import type { ValidationArguments } from 'class-validator';
import { currency, parseAmount, parseDecimal, type Currency } from '#money';
import { RuledField, type FieldOptions } from './fields';

/** Which amounts a field takes. A payment of zero is no payment; a line may be free. */
export type Sign = 'positive' | 'not-negative' | 'any';

const nothingButZeros = /^[0.]*$/;

/** The currency of the object a field stands in; nested objects leave the scale to the decider, which knows it. */
function currencyBeside(args: ValidationArguments): Currency | undefined {
  const code: unknown = (args.object as { readonly currency?: unknown }).currency;
  return typeof code === 'string' ? currency(code) : undefined;
}

function signHolds(text: unknown, sign: Sign): boolean {
  if (typeof text !== 'string' || (sign !== 'any' && text.startsWith('-'))) {
    return false;
  }
  return sign !== 'positive' || !nothingButZeros.test(text);
}

const signWords: Readonly<Record<Sign, string>> = {
  positive: 'above zero',
  'not-negative': 'zero or more',
  any: 'of either sign',
};

/**
 * Money in the currency beside it. #money's grammar runs before any decimal arithmetic, so that an exponent
 * bomb costs a regular expression and nothing more.
 */
export function AmountField(sign: Sign, options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'amount',
      code: 'FIELD.AMOUNT',
      rule: (args) => {
        const beside = currencyBeside(args);
        const decimals = beside === undefined ? "the currency's decimals" : `${beside.digits} decimals (${beside.code})`;
        return `an amount as text, ${signWords[sign]}: up to 10,000,000,000,000.00, at most ${decimals}, no exponent, sign or separators`;
      },
      remedy: 'Send text such as "1234.50".',
      holds: (value, args) => {
        const beside = currencyBeside(args);
        const parsed = beside === undefined ? parseDecimal(value, { maxDecimals: 4 }) : parseAmount(value, beside);
        return parsed.ok && signHolds(value, sign);
      },
    },
    { example: '1234.50', ...options },
    { pattern: `^${sign === 'any' ? '-?' : ''}(0|[1-9]\\d{0,17})(\\.\\d{1,4})?$` },
  );
}

/** A quantity, price, rate or percentage: an exact decimal with at most `maxDecimals` decimals. */
export function DecimalField(sign: Sign, maxDecimals: number, options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'decimal',
      code: 'FIELD.DECIMAL',
      rule: `a decimal number as text, ${signWords[sign]}: up to 18 digits, at most ${maxDecimals} decimals, no exponent, sign or separators`,
      remedy: 'Send text such as "2.5".',
      holds: (value) => parseDecimal(value, { maxDecimals }).ok && signHolds(value, sign),
    },
    options,
    { pattern: `^(0|[1-9]\\d{0,17})(\\.\\d{1,${maxDecimals}})?$` },
  );
}

/** Zero to one hundred, as text. */
export function PercentField(options: FieldOptions): PropertyDecorator {
  return RuledField(
    {
      name: 'percent',
      code: 'FIELD.PERCENT',
      rule: 'a percentage as text from 0 to 100 with at most 6 decimals',
      remedy: 'Send text such as "20" for twenty percent.',
      holds: (value) => typeof value === 'string' && /^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/.test(value) && parseDecimal(value, { maxDecimals: 6 }).ok,
    },
    { example: '20', ...options },
    { pattern: '^(100(\\.0{1,6})?|\\d{1,2}(\\.\\d{1,6})?)$' },
  );
}

import { ExactNumber } from './exact-json';

/** How a source writes its numbers. JSON numbers have a grammar of their own; the signs are those of text. */
export interface DecimalWriting {
  readonly decimal?: '.' | ',' | undefined;
  readonly thousands?: '.' | ',' | ' ' | "'" | undefined;
  /** The number is a whole one of so many decimals' minor units. */
  readonly minorUnits?: number | undefined;
  readonly sign?: 'opposite' | 'absolute' | undefined;
}

export type ReadDecimal = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly rule: string };

const jsonShape = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const textShape = /^([+-]?)(\d+)(?:\.(\d*))?$/;
/** Zeros that an exponent may bring: far beyond any amount, far below what costs anything. */
const exponentMax = 40;
const lengthMax = 200;
const blanks = /[ \u00a0\u2009\u202f]/g;

/**
 * A number of a source as a plain decimal, digit for digit: nothing is rounded, nothing passes through a floating-point
 * number. Never throws.
 */
export function readDecimal(value: string | ExactNumber, writing: DecimalWriting): ReadDecimal {
  const parts = value instanceof ExactNumber ? jsonParts(value.text) : textParts(value, writing);
  if ('rule' in parts) {
    return { ok: false, rule: parts.rule };
  }
  if (writing.minorUnits !== undefined && parts.point < parts.digits.length) {
    return { ok: false, rule: 'is no whole number of minor units' };
  }
  const { digits, point, negative } = { ...parts, point: parts.point - (writing.minorUnits ?? 0) };
  return { ok: true, text: signed(plain(digits, point), negative, writing.sign) };
}

interface Parts {
  readonly negative: boolean;
  readonly digits: string;
  /** So many digits stand before the point; below zero or beyond the digits after an exponent. */
  readonly point: number;
}

const tooLong = { rule: `has more than ${lengthMax} characters` } as const;

function jsonParts(text: string): Parts | { readonly rule: string } {
  const match = text.length > lengthMax ? null : jsonShape.exec(text);
  if (match === null) {
    return tooLong;
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (exponent.length > 4 || Math.abs(Number(exponent)) > exponentMax) {
    return { rule: `has an exponent beyond ${exponentMax}` };
  }
  return { negative: sign === '-', digits: whole + fraction, point: whole.length + Number(exponent) };
}

function textParts(written: string, { decimal = '.', thousands }: DecimalWriting): Parts | { readonly rule: string } {
  if (written.length > lengthMax) {
    return tooLong;
  }
  const grouped = written.trim();
  const ungrouped = thousands === undefined ? grouped : withoutThousands(grouped, thousands, decimal);
  const isForeign = decimal === ',' && ungrouped.includes('.');
  const match = isForeign ? null : textShape.exec(ungrouped.replace(decimal, '.'));
  if (match === null) {
    return { rule: `is no number written in digits with at most one "${decimal}"${thousands === undefined ? '' : ` and "${thousands}" between thousands`}` };
  }
  const [, sign, whole = '', fraction = ''] = match;
  return { negative: sign === '-', digits: whole + fraction, point: whole.length };
}

/** Thousands count only where they stand in groups of three: "1.50" is no 150. */
function withoutThousands(written: string, thousands: string, decimal: string): string {
  const text = thousands === ' ' ? written.replace(blanks, ' ') : written;
  const [whole = '', ...rest] = text.split(decimal);
  const groups = whole.replace(/^[+-]/, '').split(thousands);
  const wellGrouped = groups.length === 1 || (/^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((group) => /^\d{3}$/.test(group)));
  return wellGrouped ? [whole.replaceAll(thousands, ''), ...rest].join(decimal) : written;
}

function plain(digits: string, point: number): string {
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = point <= 0 ? 1 : point;
  const whole = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(at);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

function signed(decimal: string, negative: boolean, sign: DecimalWriting['sign']): string {
  const below = sign === 'absolute' ? false : sign === 'opposite' ? !negative : negative;
  return below && /[1-9]/.test(decimal) ? `-${decimal}` : decimal;
}

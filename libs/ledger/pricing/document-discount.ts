import { apportion, Decimal, moneyOfMinor, parseAmount, parseDecimal, roundToMoney, toDecimal, type Currency } from '#money';
import { failed, passed, type Checked } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import type { Rounding } from './rounding-task';
import { percentDecimalsMax, type CheckedLine } from './sale-line';

/** Off the sum of all lines: a percentage of it, or an amount in the currency and kind (with or without tax) of the prices. */
export interface DocumentDiscount {
  readonly percent?: string;
  readonly amount?: string;
}

interface DiscountRules {
  readonly currency: Currency;
  readonly rounding: Rounding;
}

const zero = new Decimal(0);
const hundred = new Decimal(100);
/** Shares that go on for ever are cut this far behind their lines: much finer than anything that is rounded. */
const shareDecimals = 16;

/**
 * Takes the discount off the lines in proportion. What the lines sum to falls by the discount exactly, and no line
 * falls below zero. Where lines are rounded for themselves (`line`, `tax-rate`) they are rounded before it, so that the
 * discount is a share in whole minor units; by `document` nothing is rounded before the totals.
 */
export function discounted(lines: readonly CheckedLine[], discount: DocumentDiscount, rules: DiscountRules): Checked<readonly CheckedLine[]> {
  const share = checkDiscount(discount, rules.currency);
  if (!share.ok) {
    return share;
  }
  return rules.rounding.basis === 'document' ? offExact(lines, share.value) : offRounded(lines, share.value, rules);
}

/** What to take off a sum: a part of it, or so much in major units. */
type Share = { readonly of: 'part' | 'amount'; readonly value: Decimal };

function checkDiscount({ percent, amount }: DocumentDiscount, currency: Currency): Checked<Share> {
  if (percent !== undefined && amount !== undefined) {
    return failed(bad('DISCOUNT.TWO', 'documentDiscountPercent', 'and documentDiscountAmount were both given. Send one of them.'));
  }
  if (percent !== undefined) {
    const parsed = parseDecimal(percent, { maxDecimals: percentDecimalsMax });
    if (!parsed.ok) {
      return failed(bad('DISCOUNT.INVALID', 'documentDiscountPercent', `${parsed.problem.message}.`));
    }
    return parsed.value.gt(hundred)
      ? failed(bad('DISCOUNT.OVER_DOCUMENT', 'documentDiscountPercent', 'is over 100 percent. A discount takes off at most the document.'))
      : passed({ of: 'part', value: parsed.value.times('0.01') });
  }
  const parsed = parseAmount(amount ?? '0', currency, { allowNegative: false });
  return parsed.ok ? passed({ of: 'amount', value: toDecimal(parsed.money) }) : failed(bad('DISCOUNT.INVALID', 'documentDiscountAmount', `${parsed.problem.message}.`));
}

const bad = (code: string, field: string, message: string): Refusal => refusal('invalid', code, `${field} ${message}`, { field });

const overDocument = (sum: Decimal): Refusal =>
  bad('DISCOUNT.OVER_DOCUMENT', 'documentDiscountAmount', `is more than the lines sum to, ${sum.toFixed()}. Take off at most that.`);

function offRounded(lines: readonly CheckedLine[], share: Share, { currency, rounding }: DiscountRules): Checked<readonly CheckedLine[]> {
  const full = lines.map(({ exact }) => roundToMoney(exact, currency, rounding.mode).minor);
  const sum = full.reduce((total, each) => total + each, 0n);
  const exactSum = toDecimal(moneyOfMinor(sum, currency));
  const off = roundToMoney(share.of === 'part' ? exactSum.times(share.value) : share.value, currency, rounding.mode).minor;
  if (off > sum) {
    return failed(overDocument(exactSum));
  }
  // A share in proportion is never more than its line, also when it is rounded up: the line is a whole number of units.
  const shares = sum === 0n ? [] : apportion(moneyOfMinor(off, currency), full);
  return passed(lines.map((line, place) => ({ ...line, exact: toDecimal(moneyOfMinor((full[place] ?? 0n) - (shares[place]?.minor ?? 0n), currency)) })));
}

function offExact(lines: readonly CheckedLine[], share: Share): Checked<readonly CheckedLine[]> {
  if (share.of === 'part') {
    const left = new Decimal(1).minus(share.value);
    return passed(lines.map((line) => ({ ...line, exact: line.exact.times(left) })));
  }
  const sum = lines.reduce((total, { exact }) => total.plus(exact), zero);
  if (share.value.gt(sum)) {
    return failed(overDocument(sum));
  }
  if (sum.isZero()) {
    return passed(lines);
  }
  const parts = shrunk(lines.map(({ exact }) => exact), sum.minus(share.value));
  return passed(lines.map((line, place) => ({ ...line, exact: parts[place] ?? zero })));
}

/** The values in proportion, so that they sum to less: the largest takes what the cut shares miss. In integers, where dividing is cheap. */
function shrunk(values: readonly Decimal[], toSum: Decimal): Decimal[] {
  const scale = values.reduce((most, value) => Math.max(most, value.decimalPlaces()), toSum.decimalPlaces());
  const whole = (value: Decimal): bigint => BigInt(value.toFixed(scale).replace('.', ''));
  const given = values.map(whole);
  const sum = given.reduce((total, value) => total + value, 0n);
  const target = whole(toSum) * 10n ** BigInt(shareDecimals);
  const parts = given.map((value) => (2n * value * target + sum) / (2n * sum));
  const largest = given.reduce((best, value, place) => (value > (given[best] ?? 0n) ? place : best), 0);
  const missing = target - parts.reduce((total, part) => total + part, 0n);
  return parts.map((part, place) => new Decimal(`${place === largest ? part + missing : part}e-${scale + shareDecimals}`));
}

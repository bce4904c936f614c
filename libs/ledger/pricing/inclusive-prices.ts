import { apportion, Decimal, moneyOfMinor, roundToMoney, toDecimal } from '#money';
import { lineAt, spread, type RoundedLine, type RoundingTask } from './rounding-task';

const hundred = new Decimal(100);
const zero = new Decimal(0);

/**
 * Net and tax of lines whose prices include tax: what the buyer pays is rounded first, then one side of the split, and
 * the other is the difference. 2.99 with 4 % inside has tax 0.11 when net is rounded first and 0.12 when tax is.
 */
export function roundedInclusive(task: RoundingTask, first: 'net-first' | 'tax-first'): readonly RoundedLine[] {
  const grosses = roundedGrosses(task);
  const taxes = grosses.map(() => 0n);
  if (task.basis === 'line') {
    for (const [place, line] of task.lines.entries()) {
      taxes[place] = taxInside(task, lineAt(grosses, place), line.taxRate, first);
    }
  } else if (task.basis === 'tax-rate') {
    for (const { rate, places } of task.groups) {
      const own = places.map((place) => lineAt(grosses, place));
      const tax = taxInside(task, own.reduce((sum, gross) => sum + gross, 0n), rate, first);
      spread(tax, { currency: task.currency, places, weights: own }, taxes);
    }
  } else {
    spreadDocumentTax(task, first, grosses, taxes);
  }
  return grosses.map((gross, place) => ({ net: gross - lineAt(taxes, place), tax: lineAt(taxes, place) }));
}

const rounded = (task: RoundingTask, value: Decimal): bigint => roundToMoney(value, task.currency, task.mode).minor;

function roundedGrosses(task: RoundingTask): readonly bigint[] {
  const exact = task.lines.map((line) => line.exact);
  if (task.basis !== 'document') {
    return exact.map((value) => rounded(task, value));
  }
  const total = rounded(task, exact.reduce((sum, value) => sum.plus(value), zero));
  return apportion(moneyOfMinor(total, task.currency), exact).map((part) => part.minor);
}

const netInside = (gross: Decimal, rate: Decimal): Decimal => gross.times(hundred).div(hundred.plus(rate));

function taxInside(task: RoundingTask, gross: bigint, rate: Decimal, first: 'net-first' | 'tax-first'): bigint {
  if (rate.isZero()) {
    return 0n;
  }
  const value = toDecimal(moneyOfMinor(gross, task.currency));
  const net = netInside(value, rate);
  return first === 'net-first' ? gross - rounded(task, net) : rounded(task, value.minus(net));
}

/** One split for the whole document; no line may be left with more tax than it costs. */
function spreadDocumentTax(task: RoundingTask, first: 'net-first' | 'tax-first', grosses: readonly bigint[], taxes: bigint[]): void {
  const total = grosses.reduce((sum, gross) => sum + gross, 0n);
  const exactTaxes = task.lines.map((line) => line.exact.minus(netInside(line.exact, line.taxRate)));
  const exactTax = exactTaxes.reduce((sum, tax) => sum.plus(tax), zero);
  const exactGross = task.lines.reduce((sum, line) => sum.plus(line.exact), zero);
  const tax = exactTax.isZero() ? 0n : first === 'net-first' ? total - rounded(task, exactGross.minus(exactTax)) : rounded(task, exactTax);
  spread(tax, { currency: task.currency, places: grosses.map((_, place) => place), weights: exactTaxes }, taxes);
}

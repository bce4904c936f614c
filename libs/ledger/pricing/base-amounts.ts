import type { Static } from '@sinclair/typebox';
import { add, decimalOf, fitsAmount, knownCurrency, moneyOf, roundToMoney, toAmount, type Money, type RoundingMode } from '#money';
import { refusal, type Refusal } from '../refusal';
import type { BaseAmounts as BaseAmountsSchema } from '../wire';
import type { Totals } from './price-lines';

export type BaseAmounts = Static<typeof BaseAmountsSchema>;

export interface BaseRate {
  readonly baseCurrency: string;
  /** Base units per unit of the document's currency. */
  readonly rate: string;
  readonly mode: RoundingMode;
}

/** Totals in base currency: net and tax are converted and rounded for themselves, gross is their sum. */
export function baseAmounts(totals: Totals, base: BaseRate): BaseAmounts {
  const { net, tax, gross } = converted(totals, base);
  return { currency: base.baseCurrency, rate: base.rate, net: toAmount(net), tax: toAmount(tax), gross: toAmount(gross) };
}

/** Refuses a document whose base amounts no event could hold. */
export function refuseTooLargeInBase(totals: Totals, base: BaseRate): Refusal | undefined {
  const { net, tax, gross } = converted(totals, base);
  return [net, tax, gross].every(fitsAmount)
    ? undefined
    : refusal('invalid', 'DOCUMENT.TOO_LARGE', `gross is ${toAmount(gross)} in ${base.baseCurrency}; that is more than one document may be. Check the rate.`, {
        gross: toAmount(gross),
      });
}

function converted(totals: Totals, base: BaseRate): { readonly net: Money; readonly tax: Money; readonly gross: Money } {
  const baseCurrency = knownCurrency(base.baseCurrency);
  if (base.rate === '1' && scaleOf(totals.gross) === baseCurrency.digits) {
    // Nearly every document is in the base currency: no arithmetic, and nothing to round. A rate of one between two
    // currencies of different scales still has to be rounded.
    const same = (amount: string): Money => moneyOf(amount, baseCurrency);
    return { net: same(totals.net), tax: same(totals.tax), gross: same(totals.gross) };
  }
  const rate = decimalOf(base.rate);
  const net = roundToMoney(decimalOf(totals.net).times(rate), baseCurrency, base.mode);
  const tax = roundToMoney(decimalOf(totals.tax).times(rate), baseCurrency, base.mode);
  return { net, tax, gross: add(net, tax) };
}

/** Decimals of an amount as documents write it, at its currency's own scale. */
function scaleOf(amount: string): number {
  const point = amount.indexOf('.');
  return point === -1 ? 0 : amount.length - point - 1;
}

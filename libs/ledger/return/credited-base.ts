import { decimalOf, knownCurrency, minorOf, moneyOfMinor, roundToMoney, toAmount, type Currency, type RoundingMode } from '#money';
import type { BaseAmounts, Totals } from '../pricing';
import type { CreditedInvoice } from './invoice-lines-left';

/**
 * Base amounts of a credit that is wholly off one invoice, at the invoice's rate: what all its credits come to in base,
 * less what the earlier ones took. So they sum to the invoice's base amounts exactly, whatever their number and size.
 */
export function creditedBase(totals: Totals, invoice: CreditedInvoice, by: { readonly currency: Currency; readonly mode: RoundingMode }): BaseAmounts {
  const { base } = invoice;
  const baseCurrency = knownCurrency(base.currency);
  const converted = (minor: bigint): bigint => roundToMoney(decimalOf(toAmount(moneyOfMinor(minor, by.currency))).times(decimalOf(base.rate)), baseCurrency, by.mode).minor;
  const part = (of: 'net' | 'tax'): bigint => {
    const now = minorOf(totals[of], by.currency.digits);
    if (now === 0n) {
      return 0n;
    }
    const before = invoice.credited[of];
    const all = before + now === minorOf(invoice.totals[of], by.currency.digits) ? minorOf(base[of], baseCurrency.digits) : converted(before + now);
    const left = all - (invoice.creditedBase?.[of] ?? converted(before));
    return left < 0n ? 0n : left;
  };
  const [net, tax] = [part('net'), part('tax')];
  const text = (minor: bigint): string => toAmount(moneyOfMinor(minor, baseCurrency));
  return { currency: base.currency, rate: base.rate, net: text(net), tax: text(tax), gross: text(net + tax) };
}

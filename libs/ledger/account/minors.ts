import { formatMinor, knownCurrency, minorOf } from '#money';

/** An amount in transaction and base currency, minor units. */
export interface Minors {
  readonly amount: bigint;
  readonly baseAmount: bigint;
}

export interface Currencies {
  readonly currency: string;
  readonly baseCurrency: string;
}

/** Out of an event, where they were checked. */
export const minorsOf = (texts: { readonly amount: string; readonly baseAmount: string }, { currency, baseCurrency }: Currencies): Minors => ({
  amount: minorOf(texts.amount, knownCurrency(currency).digits),
  baseAmount: minorOf(texts.baseAmount, knownCurrency(baseCurrency).digits),
});

/** As events carry them. */
export const textsOf = ({ amount, baseAmount }: Minors, { currency, baseCurrency }: Currencies): { readonly amount: string; readonly baseAmount: string } => ({
  amount: formatMinor(amount, knownCurrency(currency).digits),
  baseAmount: formatMinor(baseAmount, knownCurrency(baseCurrency).digits),
});

export const taken = ({ amount, baseAmount }: Minors): Minors => ({ amount: -amount, baseAmount: -baseAmount });

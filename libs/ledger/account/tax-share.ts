import { apportion, knownCurrency, minorOf } from '#money';
import type { Static } from '@sinclair/typebox';
import type { TaxSummaryRow } from '../wire';
import type { TaxShare } from './correction.events';
import { textsOf, type Currencies, type Minors } from './minors';

/** What of an invoice's document the account needs to share its tax out. */
export interface InvoiceTaxes {
  readonly invoiceId: string;
  readonly currency: string;
  readonly taxSummary: readonly Static<typeof TaxSummaryRow>[];
  /** So many percent less when paid within so many days of issue. */
  readonly earlyPayment?: { readonly percent: string; readonly withinDays: number };
}

/**
 * The tax in a part of an invoice's gross, per category and rate: the part is split over the net and tax amounts of the
 * tax summary in proportion, so that net and taxes sum to it exactly, in both currencies. Rates without tax are left out.
 */
export function taxSharesOf(part: Minors, { taxSummary }: InvoiceTaxes, currencies: Currencies): Static<typeof TaxShare>[] {
  const currency = knownCurrency(currencies.currency);
  const baseCurrency = knownCurrency(currencies.baseCurrency);
  const weights = taxSummary.flatMap(({ base, tax }) => [notNegative(minorOf(base, currency.digits)), notNegative(minorOf(tax, currency.digits))]);
  if (weights.every((weight) => weight === 0n)) {
    return [];
  }
  const pieces = apportion({ currency, minor: part.amount }, weights);
  const basePieces = apportion({ currency: baseCurrency, minor: part.baseAmount }, pieces.map(({ minor }) => minor));
  return taxSummary.flatMap(({ category, rate }, index) => {
    const amount = pieces[2 * index + 1]?.minor ?? 0n;
    const baseAmount = basePieces[2 * index + 1]?.minor ?? 0n;
    return amount === 0n && baseAmount === 0n ? [] : [{ category, rate, ...textsOf({ amount, baseAmount }, currencies) }];
  });
}

const notNegative = (amount: bigint): bigint => (amount < 0n ? 0n : amount);

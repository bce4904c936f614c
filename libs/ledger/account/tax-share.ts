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

type Share = Static<typeof TaxShare>;

/** The tax in a part of an invoice's gross, per category and rate; rates without tax are left out. */
export const taxSharesOf = (part: Minors, invoice: InvoiceTaxes, currencies: Currencies): Share[] => sharesOf(part, invoice, currencies).taxes;

/**
 * A part of an invoice's gross as net and tax, per category and rate: it is split over the net and tax amounts of the tax
 * summary in proportion, so that both together are the part exactly, in both currencies. What is nothing is left out.
 */
export function sharesOf(part: Minors, { taxSummary }: InvoiceTaxes, currencies: Currencies): { readonly nets: Share[]; readonly taxes: Share[] } {
  const currency = knownCurrency(currencies.currency);
  const baseCurrency = knownCurrency(currencies.baseCurrency);
  const weights = taxSummary.flatMap(({ base, tax }) => [notNegative(minorOf(base, currency.digits)), notNegative(minorOf(tax, currency.digits))]);
  if (weights.every((weight) => weight === 0n)) {
    return { nets: [], taxes: [] };
  }
  const pieces = apportion({ currency, minor: part.amount }, weights);
  const basePieces = apportion({ currency: baseCurrency, minor: part.baseAmount }, pieces.map(({ minor }) => minor));
  const sharesFrom = (first: 0 | 1): Share[] =>
    taxSummary.flatMap(({ category, rate }, index) => {
      const amount = pieces[2 * index + first]?.minor ?? 0n;
      const baseAmount = basePieces[2 * index + first]?.minor ?? 0n;
      return amount === 0n && baseAmount === 0n ? [] : [{ category, rate, ...textsOf({ amount, baseAmount }, currencies) }];
    });
  return { nets: sharesFrom(0), taxes: sharesFrom(1) };
}

const notNegative = (amount: bigint): bigint => (amount < 0n ? 0n : amount);

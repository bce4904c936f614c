import { decimalOf, fitsAmount, formatMinor, minorOf, moneyOfMinor, type Currency } from '#money';
import type { TaxSummaryRow, Totals } from './price-lines';
import type { TaxCategory } from './sale-line';

/** A line whose figures stand already. */
export interface FigureLine {
  readonly taxCategory: TaxCategory;
  readonly taxRate: string;
  readonly net: string;
  readonly tax: string;
}

export interface LineSums {
  readonly taxSummary: readonly TaxSummaryRow[];
  readonly totals: Totals;
  /** False: no event could hold the gross amount. */
  readonly fits: boolean;
}

/** Tax summary and totals of lines as they stand; nothing is rounded again, so they tie by construction. */
export function sumLines(lines: readonly FigureLine[], currency: Currency): LineSums {
  const { digits } = currency;
  const rows = new Map<string, { category: TaxCategory; rate: string; base: bigint; tax: bigint }>();
  for (const line of lines) {
    const rate = decimalOf(line.taxRate).toFixed();
    const key = `${line.taxCategory} ${rate}`;
    const row = rows.get(key) ?? { category: line.taxCategory, rate, base: 0n, tax: 0n };
    row.base += minorOf(line.net, digits);
    row.tax += minorOf(line.tax, digits);
    rows.set(key, row);
  }
  const all = [...rows.values()];
  const net = all.reduce((sum, row) => sum + row.base, 0n);
  const tax = all.reduce((sum, row) => sum + row.tax, 0n);
  const amount = (minor: bigint): string => formatMinor(minor, digits);
  return {
    taxSummary: all.map(({ category, rate, ...row }) => ({ category, rate, base: amount(row.base), tax: amount(row.tax) })),
    totals: { net: amount(net), tax: amount(tax), gross: amount(net + tax) },
    fits: fitsAmount(moneyOfMinor(net + tax, currency)),
  };
}

import type { Static } from '@sinclair/typebox';
import { fitsAmount, moneyOfMinor, toAmount, type Currency } from '#money';
import { refusal, refuse, type Refusal } from '../refusal';
import type { PricedLine } from '../sale/sale.events';
import type { TaxSummaryRow as TaxSummaryRowSchema, Totals as TotalsSchema } from '../wire';
import { discounted, type DocumentDiscount } from './document-discount';
import { roundedExclusive } from './exclusive-prices';
import { roundedInclusive } from './inclusive-prices';
import { lineAt, type RoundedLine, type Rounding, type RoundingTask, type TaxGroup } from './rounding-task';
import { checkLines, type CheckedLine, type LineToPrice, type TaxCategory } from './sale-line';

export type TaxSummaryRow = Static<typeof TaxSummaryRowSchema>;
export type Totals = Static<typeof TotalsSchema>;

export interface PricingRules {
  readonly currency: Currency;
  readonly rounding: Rounding;
  /** Given: prices include their tax, and this side of the split is rounded first. */
  readonly inclusive?: 'net-first' | 'tax-first';
  /** Spread over the lines in proportion; the figures of a line stand after it. */
  readonly discount?: DocumentDiscount;
}

export interface PricedDocument {
  readonly kind: 'priced';
  readonly lines: readonly PricedLine[];
  /** One row per category and rate, in the order they first appear. Bases sum to net, taxes to tax. */
  readonly taxSummary: readonly TaxSummaryRow[];
  readonly totals: Totals;
}

const taxGroupsMax = 100;

/**
 * Prices a document. Whatever the rounding basis, lines sum to the tax summary and to the totals exactly:
 *
 * - `line`: net and tax of every line are rounded for themselves;
 * - `tax-rate`: nets are rounded per line, tax once per category and rate on the summed net (EN 16931);
 * - `document`: net and gross are rounded once over all lines, and apportioned to them by largest remainder.
 */
export function priceLines(
  lines: readonly LineToPrice[],
  rules: PricingRules,
): PricedDocument | { readonly kind: 'refused'; readonly refusal: Refusal } {
  const checked = checkLines(lines, rules.currency);
  if (!checked.ok) {
    return refuse(checked.refusal);
  }
  const net = rules.discount === undefined ? checked : discounted(checked.value, rules.discount, rules);
  if (!net.ok) {
    return refuse(net.refusal);
  }
  const groups = taxGroups(net.value);
  if (groups.length > taxGroupsMax) {
    return refuse(
      refusal('invalid', 'LINES.TAX_RATES', `there are ${groups.length} different tax rates; a document has at most ${taxGroupsMax}. Split it.`, {
        count: groups.length,
      }),
    );
  }
  const { basis, mode } = rules.rounding;
  const task: RoundingTask = { lines: net.value, groups, currency: rules.currency, basis, mode };
  const rounded = rules.inclusive === undefined ? roundedExclusive(task) : roundedInclusive(task, rules.inclusive);
  return summed(task, rounded);
}

function taxGroups(lines: readonly CheckedLine[]): readonly TaxGroup[] {
  const groups = new Map<string, { category: TaxCategory; rate: CheckedLine['taxRate']; places: number[] }>();
  for (const [place, line] of lines.entries()) {
    const key = `${line.taxCategory} ${line.taxRate.toFixed()}`;
    const group = groups.get(key) ?? { category: line.taxCategory, rate: line.taxRate, places: [] };
    group.places.push(place);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function summed(task: RoundingTask, rounded: readonly RoundedLine[]): ReturnType<typeof priceLines> {
  const { currency, groups, lines } = task;
  const amount = (minor: bigint): string => toAmount(moneyOfMinor(minor, currency));
  const rows = groups.map((group) => {
    const row = { base: 0n, tax: 0n };
    for (const place of group.places) {
      const { net, tax } = lineAt(rounded, place);
      row.base += net;
      row.tax += tax;
    }
    return { group, ...row };
  });
  const net = rows.reduce((sum, row) => sum + row.base, 0n);
  const tax = rows.reduce((sum, row) => sum + row.tax, 0n);
  if (!fitsAmount(moneyOfMinor(net + tax, currency))) {
    return refuse(
      refusal('invalid', 'DOCUMENT.TOO_LARGE', `the lines sum to ${amount(net + tax)} ${currency.code}; that is more than one document may be.`, {
        gross: amount(net + tax),
      }),
    );
  }
  return {
    kind: 'priced',
    lines: lines.map(({ lineId }, place) => {
      const line = lineAt(rounded, place);
      return { lineId, net: amount(line.net), tax: amount(line.tax) };
    }),
    taxSummary: rows.map(({ group, ...row }) => ({
      category: group.category,
      rate: group.rate.toFixed(),
      base: amount(row.base),
      tax: amount(row.tax),
    })),
    totals: { net: amount(net), tax: amount(tax), gross: amount(net + tax) },
  };
}

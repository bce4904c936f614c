import { Decimal } from '#money';

/** Credit sales of one stretch of days, in minor units or any other one scale. */
export interface SalesOfDays {
  readonly sales: bigint;
  /** Days in it, at least 1. */
  readonly days: number;
}

function checkDays(days: number): void {
  if (!Number.isSafeInteger(days) || days < 1) throw new RangeError(`a stretch of ${days} days has no days sales outstanding: give whole days from 1`);
}

/**
 * Days sales outstanding, unrounded: receivables ÷ credit sales × days. With the part that is not overdue in place of
 * all receivables it is the best possible DSO. Null where nothing was sold, or more was credited than sold.
 *
 * @throws RangeError for a stretch of no whole days.
 */
export function daysSalesOutstanding(receivables: bigint, { sales, days }: SalesOfDays): Decimal | null {
  checkDays(days);
  return sales <= 0n ? null : new Decimal(receivables.toString()).times(days).div(sales.toString());
}

/**
 * Count-back DSO, unrounded: takes the sales of the newest stretch from the receivables, then of the one before, and so
 * on; each one covered whole counts all its days, the last one its share of days. A stretch in which no more was sold
 * than credited takes nothing away and counts its days. 0 where nothing is owed.
 *
 * @param newestFirst adjoining stretches, the one that ends with the receivables first.
 * @returns null when all of them together do not cover the receivables.
 * @throws RangeError for a stretch of no whole days.
 */
export function countBackDays(receivables: bigint, newestFirst: readonly SalesOfDays[]): Decimal | null {
  let left = receivables;
  let days = 0;
  for (const stretch of newestFirst) {
    checkDays(stretch.days);
    if (left <= 0n) break;
    if (stretch.sales > left) return new Decimal(left.toString()).times(stretch.days).div(stretch.sales.toString()).plus(days);
    if (stretch.sales > 0n) left -= stretch.sales;
    days += stretch.days;
  }
  return left > 0n ? null : new Decimal(days);
}

/** Change of sales in percent of the earlier ones, unrounded; null where there were none to compare with. */
export function salesGrowth(earlier: bigint, later: bigint): Decimal | null {
  return earlier <= 0n ? null : new Decimal((later - earlier).toString()).times(100).div(earlier.toString());
}

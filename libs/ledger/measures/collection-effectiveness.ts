import { Decimal } from '#money';

/** Figures of one period in one currency, in minor units or any other one scale. */
export interface CollectionPeriod {
  /** Receivables when it began. */
  readonly beginning: bigint;
  /** Credit sales of the whole period. */
  readonly sales: bigint;
  /** Receivables when it ended. */
  readonly ending: bigint;
  /** Part of them that is not overdue. */
  readonly endingCurrent: bigint;
  /** Length of the period in months, at least 1. */
  readonly months: number;
}

/**
 * Collection effectiveness index in percent, unrounded: of what could be collected, how much was.
 *
 * CEI = (beginning + sales ÷ months − ending) ÷ (beginning + sales ÷ months − ending current) × 100. Null when nothing
 * could be collected. Source: creditguru.com; some publish the overdue part below the line instead.
 *
 * @throws RangeError for a period of no whole months.
 */
export function collectionEffectiveness({ beginning, sales, ending, endingCurrent, months }: CollectionPeriod): Decimal | null {
  if (!Number.isSafeInteger(months) || months < 1) {
    throw new RangeError(`a period of ${months} months has no collection effectiveness: give whole months from 1`);
  }
  const of = (amount: bigint): Decimal => new Decimal(amount.toString());
  const due = of(beginning).plus(of(sales).div(months));
  const collectable = due.minus(of(endingCurrent));
  return collectable.isZero() ? null : due.minus(of(ending)).div(collectable).times(100);
}

import { Decimal, decimalOf } from '#money';
import { daysBetween } from '../../dates';
import { lessDiscount, minorNear, type ClaimContext, type LinePart } from '../claim';
import type { ContractItem, ServicePeriod } from '../contract-terms';
import type { Segment } from '../item-terms';

/** What a whole period costs by the terms of an item. */
export interface PeriodPrice {
  readonly quantity: string;
  readonly unitPrice: string;
}

const daysOf = ({ from, to }: ServicePeriod): number => daysBetween(from, to) + 1;

/**
 * The price of a period by day. Terms that hold for all of it cost their price; else each costs its share of the
 * period's days. The sum is rounded once: each line is what it adds to the rounded sum, so that a change in the middle
 * costs no cent more or less in two steps than in one.
 */
export function proratedParts(
  segments: readonly Segment[],
  period: ServicePeriod,
  priceOf: (item: ContractItem) => PeriodPrice,
  context: ClaimContext,
): LinePart[] {
  const days = daysOf(period);
  const parts: LinePart[] = [];
  let exact = new Decimal(0);
  let rounded = 0n;
  for (const { period: servicePeriod, item } of sameTermsTogether(segments)) {
    const { quantity, unitPrice } = priceOf(item);
    const share = daysOf(servicePeriod);
    exact = exact.plus(lessDiscount(decimalOf(quantity).times(decimalOf(unitPrice)), item).times(share));
    const sum = minorNear(exact.dividedBy(days), context);
    const whole = share === days;
    const price = quantity === '1' ? '' : ` (${quantity} × ${unitPrice})`;
    parts.push({
      item,
      amount: sum - rounded,
      servicePeriod,
      description: whole ? item.description : `${item.description}${price}, ${share} of ${days} days`,
      ...(whole ? { units: { quantity: decimalOf(quantity), unitPrice } } : {}),
    });
    rounded = sum;
  }
  return parts;
}

/** Neighbouring days on which nothing differs are one line. */
function sameTermsTogether(segments: readonly Segment[]): Segment[] {
  const together: Segment[] = [];
  for (const segment of segments) {
    const before = together.at(-1);
    if (before !== undefined && JSON.stringify(before.item) === JSON.stringify(segment.item)) {
      together[together.length - 1] = { item: before.item, period: { from: before.period.from, to: segment.period.to } };
    } else {
      together.push(segment);
    }
  }
  return together;
}

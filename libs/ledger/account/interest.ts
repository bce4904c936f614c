import { Decimal, decimalOf, formatMinor, knownCurrency } from '#money';
import { addDays, daysBetween, laterDay } from '../dates';
import type { OpenItem } from './account.state';
import { balanceOn } from './timeline';

interface Over {
  readonly from: string;
  readonly through: string;
  /** Yearly. */
  readonly percent: string;
}

/**
 * Interest on what was open of an item at the end of each day from the later of `from` and the day after its due date,
 * both days included, at percent / 365 a day. In major units and not rounded.
 */
export function interestOver(item: OpenItem, { from, through, percent }: Over): Decimal {
  const { digits } = knownCurrency(item.currency);
  let day = laterDay(from, addDays(item.dueDate, 1));
  let openDays = new Decimal(0);
  const changes = item.timeline.days.filter((changed) => changed > day && changed <= through);
  for (const next of [...changes, addDays(through, 1)]) {
    if (next > day) {
      openDays = openDays.plus(new Decimal(formatMinor(balanceOn(item.timeline, day), digits)).times(daysBetween(day, next)));
      day = next;
    }
  }
  return openDays.times(decimalOf(percent)).div(36_500);
}

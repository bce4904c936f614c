import { Decimal, decimalOf, formatMinor, knownCurrency } from '#money';
import { addDays, daysBetween, laterDay } from '../dates';
import { owedOn, type OwedOfItem } from './owed-amounts';

interface Over {
  readonly from: string;
  readonly through: string;
  /** Yearly. */
  readonly percent: string;
}

/**
 * Interest on what was owed of an item at the end of each day from the later of `from` and the day after its due date,
 * both days included, at percent / 365 a day. In major units and not rounded.
 */
export function interestOver(owed: OwedOfItem, { from, through, percent }: Over): Decimal {
  const { item, timeline } = owed;
  const { digits } = knownCurrency(item.currency);
  let day = laterDay(from, addDays(item.dueDate, 1));
  let openDays = new Decimal(0);
  const changes = timeline.days.filter((changed) => changed > day && changed <= through);
  for (const next of [...changes, addDays(through, 1)]) {
    if (next > day) {
      openDays = openDays.plus(new Decimal(formatMinor(owedOn(owed, day), digits)).times(daysBetween(day, next)));
      day = next;
    }
  }
  return openDays.times(decimalOf(percent)).div(36_500);
}

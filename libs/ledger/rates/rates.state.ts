import type { StreamFold } from '../refusal';
import type { RateEvent, RateRecorded } from './rate.events';

/** A rate that counts, and what else was said for its day. */
interface DayRate {
  readonly on: string;
  /** The one recorded last in the log: a correction wins over what it corrects, whatever the hour it was made. */
  rate: string;
  /** Every rate ever recorded for the day, so that a file sent again finds its own also after a correction. */
  readonly said: Set<string>;
}

/** The rates of one legal entity. */
export interface RatesState {
  /** Per currency, in order of days. */
  readonly byCurrency: Map<string, DayRate[]>;
}

export const ratesFold: StreamFold<RatesState, RateEvent> = {
  initial: () => ({ byCurrency: new Map() }),
  evolve: (state, { data }) => {
    record(state, data);
    return state;
  },
};

function record(state: RatesState, { currency, on, rate }: RateRecorded['data']): void {
  const days = state.byCurrency.get(currency) ?? [];
  state.byCurrency.set(currency, days);
  const at = lastUpTo(days, on);
  const known = days[at];
  if (known?.on === on) {
    known.rate = rate;
    known.said.add(rate);
    return;
  }
  days.splice(at + 1, 0, { on, rate, said: new Set([rate]) });
}

/** Index of the last day up to `day`, −1 for none. */
function lastUpTo(days: readonly DayRate[], day: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.on ?? '') <= day) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/**
 * The rate that counts on a day: the last one recorded for that day or for the nearest day before it, base units per one
 * unit of the currency. Undefined while none is.
 */
export function rateOn(state: RatesState, currency: string, day: string): string | undefined {
  const days = state.byCurrency.get(currency) ?? [];
  return days[lastUpTo(days, day)]?.rate;
}

/** What was recorded for exactly that day; undefined for nothing. */
export function rateOfDay(state: RatesState, currency: string, day: string): Pick<DayRate, 'rate' | 'said'> | undefined {
  const days = state.byCurrency.get(currency) ?? [];
  const found = days[lastUpTo(days, day)];
  return found?.on === day ? found : undefined;
}

import type { RatesState } from './rates.state';

export interface ListedRate {
  readonly currency: string;
  readonly on: string;
  readonly rate: string;
  /** How many different rates were ever recorded for the day; more than one: it was corrected. */
  readonly recorded: number;
}

/** The rates that count, by currency and day. */
export function listRates(state: RatesState, currency?: string): ListedRate[] {
  const currencies = [...state.byCurrency.keys()].filter((code) => currency === undefined || code === currency).sort();
  return currencies.flatMap((code) => (state.byCurrency.get(code) ?? []).map(({ on, rate, said }) => ({ currency: code, on, rate, recorded: said.size })));
}

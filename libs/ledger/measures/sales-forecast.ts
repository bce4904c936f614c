/** Ways to say the sales of a month from those before it; each can be worked out by hand. */
export const forecastMethods = ['last-month', 'mean-of-three', 'same-month-last-year', 'last-year-with-growth'] as const;
export type ForecastMethod = (typeof forecastMethods)[number];

/** So many past forecasts a method is scored on, at most: the newest. */
export const scoredMonths = 12;
/** Fewer whole months of history than this say nothing. */
export const historyMin = 6;
const originMin = 3;

/** How far the forecasts of a method were off, one month ahead, in the units of the sales. */
export interface ForecastScore {
  readonly method: ForecastMethod;
  /** Mean absolute error, rounded to a whole unit, half up. */
  readonly error: bigint;
}

export interface ForecastMonth {
  /** 1: the month after the history. */
  readonly ahead: number;
  readonly sales: bigint;
  /** Of the past forecasts so far ahead, eight in ten were no farther off; null where there were fewer than three. */
  readonly within: bigint | null;
}

export interface SalesForecast {
  readonly method: ForecastMethod;
  /** Every method that could be used in all the months scored, on the same months; the best first, of equals the simpler. */
  readonly scores: readonly ForecastScore[];
  /** Months they were scored on. */
  readonly scored: number;
  readonly months: readonly ForecastMonth[];
}

/**
 * Forecasts sales by the method that would have been least off in the past: each month of the last year is forecast from
 * the months before it alone, and compared with what came. Pure, and blind to everything after the history.
 *
 * @param history net sales of adjoining whole months, oldest first, in minor units.
 * @param ahead how many months to forecast, from 1.
 * @returns null for a history too short to choose by.
 */
export function forecastSales(history: readonly bigint[], ahead: number): SalesForecast | null {
  if (history.length < historyMin) {
    return null;
  }
  const origins = originsOf(history.length);
  const scores = forecastMethods
    .filter((method) => [...origins, history.length].every((origin) => forecastOf(history, { method, origin, ahead: 1 }) !== null))
    .map((method) => ({ method, error: meanOf(origins.map((origin) => missOf(history, { method, origin, ahead: 1 })!)) }))
    .sort((one, other) => (one.error < other.error ? -1 : one.error > other.error ? 1 : 0));
  const { method } = scores[0]!;
  const months = Array.from({ length: ahead }, (_, at) => {
    const forecast = { method, origin: history.length, ahead: at + 1 };
    return { ahead: at + 1, sales: forecastOf(history, forecast)!, within: withinOf(history, method, at + 1) };
  });
  return { method, scores, scored: origins.length, months };
}

interface Asked {
  readonly method: ForecastMethod;
  /** Months known: the forecast sees `history` before this place alone. */
  readonly origin: number;
  readonly ahead: number;
}

function originsOf(length: number): readonly number[] {
  const first = Math.max(originMin, length - scoredMonths);
  return Array.from({ length: length - first }, (_, at) => first + at);
}

/** Null where the method needs months that are not there. */
function forecastOf(history: readonly bigint[], { method, origin, ahead }: Asked): bigint | null {
  const at = (place: number): bigint | undefined => (place < origin ? history[place] : undefined);
  const yearBefore = at(origin + ahead - 1 - 12);
  switch (method) {
    case 'last-month':
      return at(origin - 1) ?? null;
    case 'mean-of-three': {
      const three = [at(origin - 1), at(origin - 2), at(origin - 3)];
      return three.includes(undefined) ? null : meanOf(three as bigint[]);
    }
    case 'same-month-last-year':
      return yearBefore ?? null;
    case 'last-year-with-growth':
      return yearBefore === undefined ? null : grown(yearBefore, [1, 2, 3].map((back) => [at(origin - back), at(origin - back - 12)] as const));
  }
}

/** Times what the last three months were of the same three a year before. */
function grown(base: bigint, months: readonly (readonly [bigint | undefined, bigint | undefined])[]): bigint | null {
  let [now, before] = [0n, 0n];
  for (const [month, yearBefore] of months) {
    if (month === undefined || yearBefore === undefined) return null;
    now += month;
    before += yearBefore;
  }
  return before <= 0n ? null : divided(base * now, before);
}

/** How far a forecast was off; null where there was none, or nothing to compare it with. */
function missOf(history: readonly bigint[], asked: Asked): bigint | null {
  const [said, came] = [forecastOf(history, asked), history[asked.origin + asked.ahead - 1]];
  if (said === null || came === undefined) return null;
  return said > came ? said - came : came - said;
}

function withinOf(history: readonly bigint[], method: ForecastMethod, ahead: number): bigint | null {
  const misses = originsOf(history.length).flatMap((origin) => missOf(history, { method, origin, ahead }) ?? []);
  misses.sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return misses.length < 3 ? null : misses[Math.ceil(misses.length * 0.8) - 1]!;
}

const meanOf = (amounts: readonly bigint[]): bigint => divided(amounts.reduce((sum, amount) => sum + amount, 0n), BigInt(amounts.length));

/** Rounded to a whole unit, half away from zero. Precondition: the divisor is above zero. */
function divided(amount: bigint, divisor: bigint): bigint {
  const half = amount < 0n ? -divisor : divisor;
  return (amount * 2n + half) / (divisor * 2n);
}

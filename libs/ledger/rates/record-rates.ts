import { checkRate, firstRefusal, refuseFutureDay, refuseUnknownCurrency, refuseUnrealDay } from '../input-rules';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { RateRecorded } from './rate.events';
import { rateOfDay, type RatesState } from './rates.state';

export interface GivenRate {
  readonly currency: string;
  /** From this day on, until the next one on record. */
  readonly on: string;
  /** Base units per one unit of the currency, above zero. */
  readonly rate: string;
}

/** Rates of exchange of one legal entity, as many as fit one request, all or none. */
export interface RecordRates {
  readonly entityId: string;
  readonly baseCurrency: string;
  readonly rates: readonly GivenRate[];
  /** Where they come from: "ECB", a file's name. */
  readonly source: string;
  /** True: a rate that differs from the one on record for its day replaces it from here in the log on. */
  readonly corrects: boolean;
  /** Today in the entity's time zone. */
  readonly today: string;
}

export interface RatesRecordedAnswer {
  readonly entityId: string;
  /** How many were new. */
  readonly recorded: number;
  /** How many were on record already, with the same content. */
  readonly known: number;
}

/** Most rates of one request, so that it stays one append. */
export const ratesPerRequestMax = 500;

/**
 * Records rates. One that is on record for its day already changes nothing, even if it was corrected since; another one
 * for the same day is refused unless it says that it corrects. Of several for one day the last in the log counts.
 */
export function decideRecordRates(command: RecordRates, state: RatesState): Decision<RateRecorded, RatesRecordedAnswer> {
  const { entityId, rates } = command;
  const events: RateRecorded[] = [];
  const taken = new Map<string, string>();
  for (const given of rates) {
    const rate = checkGiven(given, command);
    if (typeof rate !== 'string') {
      return refuse(rate);
    }
    const key = `${given.currency} ${given.on}`;
    const before = taken.get(key);
    if (before !== undefined && before !== rate) {
      return refuse(twice(given, before));
    }
    taken.set(key, rate);
    const event = before === undefined ? recording({ ...given, rate }, command, state) : null;
    if (event !== null && 'code' in event) {
      return refuse(event);
    }
    if (event !== null) {
      events.push(event);
    }
  }
  return accept(events, { entityId, recorded: events.length, known: rates.length - events.length });
}

/** The fact a rate makes; null when it is on record, a refusal when another one is and this does not correct it. */
function recording({ currency, on, rate }: GivenRate, command: RecordRates, state: RatesState): RateRecorded | Refusal | null {
  const { entityId, baseCurrency, source, corrects } = command;
  const known = rateOfDay(state, currency, on);
  const data = { entityId, currency, baseCurrency, on, rate, source };
  if (known === undefined) {
    return { type: 'RateRecorded', data };
  }
  if (known.rate === rate || (known.said.has(rate) && !corrects)) {
    return null;
  }
  return corrects ? { type: 'RateRecorded', data: { ...data, corrects } } : conflicting({ currency, on, rate }, known.rate);
}

/** The rate as it is recorded, or why not. */
function checkGiven({ currency, on, rate }: GivenRate, { baseCurrency, today }: RecordRates): string | Refusal {
  const bad = firstRefusal(
    refuseUnknownCurrency('currency', currency),
    refuseUnrealDay('on', on),
    refuseFutureDay('on', on, today),
    currency === baseCurrency
      ? refusal('invalid', 'RATE.BASE_CURRENCY', `${currency} is the currency the books are kept in, and needs no rate. Leave it out.`, { field: 'currency', currency })
      : undefined,
  );
  if (bad !== undefined) {
    return bad;
  }
  const checked = checkRate(currency, baseCurrency, rate);
  return checked.ok ? checked.value : checked.refusal;
}

const twice = ({ currency, on }: GivenRate, first: string): Refusal =>
  refusal('invalid', 'RATE.TWICE', `${currency} on ${on} is given twice, once as ${first}. Give each day of a currency one rate.`, { currency, on });

const conflicting = ({ currency, on, rate }: GivenRate, recorded: string): Refusal =>
  refusal(
    'conflict',
    'RATE.CONFLICT',
    `${currency} on ${on} is on record as ${recorded}, not ${rate}. Check it; if ${rate} is right, send it with "corrects": what was billed before keeps its rate.`,
    { currency, on, recorded },
  );

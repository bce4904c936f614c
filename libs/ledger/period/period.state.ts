import { Calendar } from '../calendar';
import type { StreamFold } from '../refusal';
import type { CurrencyRevalued, PeriodClosed, PeriodEvent, PeriodReopened, PeriodTotalsRecorded } from './period.events';

/** One closing of a month, with the totals once they are on record. */
export interface Closing {
  readonly data: PeriodClosed['data'];
  /** Revision of the closing in the entity's period stream. */
  readonly revision: number;
  /** How many closings and re-openings of the entity stand before it. */
  readonly place: number;
  totals: PeriodTotalsRecorded['data'] | null;
}

/** The accounting calendar of one legal entity, with what was computed from it. */
export interface PeriodState {
  readonly calendar: Calendar;
  /** By request id, in log order. */
  readonly closings: Map<string, Closing>;
  readonly reopenings: Map<string, PeriodReopened['data']>;
  readonly revaluations: Map<string, CurrencyRevalued['data']>;
  /** `closing:…`, `reopening:…`, `revaluation:…` → hash of the input it was decided on. */
  readonly requests: Map<string, string>;
}

export const periodFold: StreamFold<PeriodState, PeriodEvent> = {
  initial: () => ({ calendar: new Calendar(), closings: new Map(), reopenings: new Map(), revaluations: new Map(), requests: new Map() }),
  evolve: (state, event, revision, inputHash) => {
    const { requestId } = event.data;
    switch (event.type) {
      case 'PeriodClosed':
        state.calendar.evolve(event);
        state.closings.set(requestId, { data: event.data, revision, place: state.closings.size + state.reopenings.size, totals: null });
        state.requests.set(`closing:${requestId}`, inputHash);
        return state;
      case 'PeriodReopened':
        state.calendar.evolve(event);
        state.reopenings.set(requestId, event.data);
        state.requests.set(`reopening:${requestId}`, inputHash);
        return state;
      case 'PeriodTotalsRecorded':
        storedClosing(state, requestId).totals = event.data;
        return state;
      case 'CurrencyRevalued':
        state.revaluations.set(requestId, event.data);
        state.requests.set(`revaluation:${requestId}`, inputHash);
        return state;
    }
  },
};

/** @throws Error when there is none: an event names a closing that was never made. */
function storedClosing(state: PeriodState, requestId: string): Closing {
  const closing = state.closings.get(requestId);
  if (closing === undefined) {
    throw new Error(`totals of closing ${requestId} were recorded, and it was never made`);
  }
  return closing;
}

/** The closings whose totals are not on record yet, in log order. */
export const closingsWithoutTotals = (state: PeriodState): Closing[] => [...state.closings.values()].filter(({ totals }) => totals === null);

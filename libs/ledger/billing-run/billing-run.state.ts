import type { StreamFold } from '../refusal';
import type { BillingRunEvent, BillingRunOpened, CreditPlanned, InvoicePlanned, PlannedSource, RunCompleted } from './billing-run.events';

/**
 * Where something stands in the order of a plan: by account, buyer, currency and addressee, so that what may share an
 * invoice stands together, then what stands alone behind the rest, contracts before sales.
 */
export interface PlanPlace {
  readonly accountId: string;
  readonly customerId: string;
  readonly currency: string;
  /** Empty: the buyer. */
  readonly billToCustomerId: string;
  readonly standsAlone: boolean;
  readonly kind: PlannedSource['kind'];
  readonly id: string;
}

/** A run as far as its stream tells: counts and places only, whatever the size of its plan. */
export interface BillingRunState {
  /** Revision of the last event folded in, −1 for none. */
  revision: number;
  opened: BillingRunOpened['data'] | null;
  inputHash: string | null;
  phase: 'planning' | 'planned' | 'completed';
  /** What was planned last: planning goes on behind it. */
  plannedTo: PlanPlace | null;
  invoices: number;
  sources: number;
  credits: number;
  dropped: number;
  /** Place of the source dropped last, −1 for none. */
  droppedTo: number;
  completed: RunCompleted['data'] | null;
}

export const billingRunFold: StreamFold<BillingRunState, BillingRunEvent> = {
  initial: () => ({
    revision: -1, opened: null, inputHash: null, phase: 'planning', plannedTo: null, invoices: 0, sources: 0, credits: 0, dropped: 0, droppedTo: -1,
    completed: null,
  }),
  evolve: (state, event, revision, inputHash) => {
    state.revision = revision;
    switch (event.type) {
      case 'BillingRunOpened':
        state.opened = event.data;
        state.inputHash = inputHash;
        return state;
      case 'InvoicePlanned':
        state.invoices += 1;
        state.sources += event.data.sources.length;
        return reached(state, placeOfPlanned(event));
      case 'CreditPlanned':
        state.credits += 1;
        return reached(state, placeOfPlanned(event));
      case 'RunPlanned':
        state.phase = 'planned';
        return state;
      case 'ItemDropped':
        state.dropped += 1;
        state.droppedTo = event.data.place;
        return state;
      case 'RunCompleted':
        state.phase = 'completed';
        state.completed = event.data;
        return state;
    }
  },
};

function reached(state: BillingRunState, place: PlanPlace): BillingRunState {
  if (state.plannedTo === null || comparePlaces(place, state.plannedTo) > 0) {
    state.plannedTo = place;
  }
  return state;
}

/** The place of the last source of an invoice, whose sources stand in the order of the plan, or of the credited contract. */
export function placeOfPlanned(event: InvoicePlanned | CreditPlanned): PlanPlace {
  if (event.type === 'CreditPlanned') {
    return { ...shared(event.data), standsAlone: false, kind: 'contract', id: event.data.contractId };
  }
  const { standsAlone, sources } = event.data;
  const last = sources[sources.length - 1];
  return { ...shared(event.data), standsAlone: standsAlone === true, kind: last?.kind ?? 'contract', id: last?.id ?? '' };
}

const shared = ({ accountId, customerId, currency, billToCustomerId = '' }: InvoicePlanned['data'] | CreditPlanned['data']) => ({
  accountId, customerId, currency, billToCustomerId,
});

/** Negative: `left` comes first. Ids compare as the read models sort them, by their UTF-8 bytes. */
export function comparePlaces(left: PlanPlace, right: PlanPlace): number {
  return (
    compareText(left.accountId, right.accountId) ||
    compareText(left.customerId, right.customerId) ||
    compareText(left.currency, right.currency) ||
    compareText(left.billToCustomerId, right.billToCustomerId) ||
    Number(left.standsAlone) - Number(right.standsAlone) ||
    compareText(left.kind, right.kind) ||
    compareText(left.id, right.id)
  );
}

/** By code points, which is the order of the UTF-8 bytes; JavaScript's own order differs beyond the basic plane. */
function compareText(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at += 1) {
    const here = left.charCodeAt(at);
    const there = right.charCodeAt(at);
    if (here !== there) {
      return rankOf(here) - rankOf(there);
    }
  }
  return left.length - right.length;
}

/** Halves of a surrogate pair stand for characters behind the whole basic plane. */
const rankOf = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

import type { StreamFold } from '../refusal';
import { evolveErasure, initialErasure, type ErasureState } from './erasure.state';
import { isErasureEvent, type ErasureEvent } from './erasure.events';
import type {
  BankDetailsSet, CommunicationPreferenceSet, ContactChanged, CreditLimitSet, CreditTermsSet, CustomerEvent, CustomerRegistered, MandateGiven, MandateRevoked,
} from './customer.events';
import { compareSourceVersions, sourceKey } from './source-version';
import type { CustomerSynchronised } from './sync.events';

export type CreditTerms = CreditTermsSet['data'];

/** Who the customer is, as documents print it. */
export type CustomerContact = Pick<CustomerRegistered['data'], 'customerId' | 'kind' | 'country' | 'personal'>;

/** What a request came to, to answer it the same way again. */
interface Answered {
  readonly inputHash: string;
  readonly revision: number;
}

export interface CustomerState {
  /** Revision of the last event folded in, −1 for none. */
  revision: number;
  registered: Answered | null;
  /** Oldest first, each with the revision that stated it: a document may ask for an older one. */
  readonly contacts: { readonly revision: number; readonly contact: CustomerContact }[];
  readonly terms: { readonly revision: number; readonly terms: CreditTerms }[];
  readonly requests: Map<string, Answered>;
  /** Whose figures this customer's roll up into. */
  parentCustomerId: string | null;
  bankDetails: BankDetailsSet['data']['personal'] | null;
  /** Oldest first, each with the revision that stated it. */
  readonly preferences: { readonly revision: number; readonly preference: CommunicationPreferenceSet['data'] }[];
  /** The last one set, by legal entity. */
  readonly creditLimits: Map<string, CreditLimitSet['data']>;
  readonly mandates: Map<string, Mandate>;
  /** What other systems said, by their name and their id of the customer. */
  readonly sources: Map<string, SourceRecord>;
  readonly erasure: ErasureState;
}

/** One record of one other system. */
export interface SourceRecord {
  /** The newest version that was taken. */
  version: string;
  readonly answers: Map<string, Answered & { readonly outcome: CustomerSynchronised['data']['outcome'] }>;
}

export interface Mandate {
  readonly given: MandateGiven['data'];
  readonly inputHash: string;
  revoked: MandateRevoked['data'] | null;
}

export const customerFold: StreamFold<CustomerState, CustomerEvent> = {
  initial: () => ({
    revision: -1,
    registered: null,
    contacts: [],
    terms: [],
    requests: new Map(),
    parentCustomerId: null,
    bankDetails: null,
    preferences: [],
    creditLimits: new Map(),
    mandates: new Map(),
    sources: new Map(),
    erasure: initialErasure(),
  }),
  evolve: (state, event, revision, inputHash) => {
    state.revision = revision;
    switch (event.type) {
      case 'CustomerRegistered':
        state.registered = { inputHash, revision };
        state.contacts.push({ revision, contact: event.data });
        return state;
      case 'ContactChanged':
        return contactChanged(state, event, { inputHash, revision });
      case 'CreditTermsSet':
        state.terms.push({ revision, terms: event.data });
        if (state.registered?.inputHash === inputHash) {
          // Given with the registration: its first answer was the revision after these terms.
          state.registered = { inputHash, revision };
        }
        state.requests.set(event.data.requestId, { inputHash, revision });
        return state;
      case 'ParentSet':
        state.parentCustomerId = event.data.parentCustomerId ?? null;
        state.requests.set(event.data.requestId, { inputHash, revision });
        return state;
      case 'BankDetailsSet':
        state.bankDetails = event.data.personal;
        state.requests.set(event.data.requestId, { inputHash, revision });
        return state;
      default:
        return isErasureEvent(event) ? erasing(state, event, { inputHash, revision }) : agreed(state, event, { inputHash, revision });
    }
  },
};

function erasing(state: CustomerState, event: ErasureEvent, answered: Answered): CustomerState {
  evolveErasure(state.erasure, event, answered.revision, answered.inputHash);
  if (event.type !== 'PersonalRecordsErased') state.requests.set(event.data.requestId, answered);
  if (event.type === 'CustomerErased') forgetPerson(state);
  return state;
}

/** A folded stream may stay in memory for long: it forgets with the fact, not with the key. */
function forgetPerson(state: CustomerState): void {
  const contacts = state.contacts.splice(0);
  state.contacts.push(...contacts.map(({ revision, contact }) => ({ revision, contact: { ...contact, personal: {} } })));
  const preferences = state.preferences.splice(0);
  state.preferences.push(...preferences.map(({ revision, preference }) => ({ revision, preference: { ...preference, channel: 'none' as const, personal: {} } })));
  state.bankDetails = null;
  for (const [mandateId, mandate] of state.mandates) state.mandates.set(mandateId, { ...mandate, given: { ...mandate.given, personal: {} } });
}

type Agreement = CommunicationPreferenceSet | CreditLimitSet | MandateGiven | MandateRevoked | CustomerSynchronised;

/** What was agreed on with the customer beside their terms. */
function agreed(state: CustomerState, event: Agreement, answered: Answered): CustomerState {
  switch (event.type) {
    case 'CommunicationPreferenceSet':
      state.preferences.push({ revision: answered.revision, preference: event.data });
      state.requests.set(event.data.requestId, answered);
      return state;
    case 'CreditLimitSet':
      state.creditLimits.set(event.data.entityId, event.data);
      state.requests.set(event.data.requestId, answered);
      return state;
    case 'MandateGiven':
      state.mandates.set(event.data.mandateId, { given: event.data, inputHash: answered.inputHash, revoked: null });
      return state;
    case 'CustomerSynchronised':
      synchronised(state, event, answered);
      return state;
    case 'MandateRevoked': {
      const mandate = state.mandates.get(event.data.mandateId);
      if (mandate === undefined) {
        throw new Error(`mandate ${event.data.mandateId} of ${event.data.customerId} was revoked before it was given`);
      }
      mandate.revoked = event.data;
      state.requests.set(event.data.requestId, answered);
      return state;
    }
  }
}

function synchronised(state: CustomerState, { data }: CustomerSynchronised, answered: Answered): void {
  const { sourceSystem, sourceId, sourceVersion, outcome } = data;
  const key = sourceKey(sourceSystem, sourceId);
  const record = state.sources.get(key) ?? { version: sourceVersion, answers: new Map() };
  state.sources.set(key, record);
  record.answers.set(sourceVersion, { ...answered, outcome });
  if (compareSourceVersions(sourceVersion, record.version) > 0) record.version = sourceVersion;
}

function contactChanged(state: CustomerState, { data }: ContactChanged, answered: Answered): CustomerState {
  const before = state.contacts.at(-1);
  if (before === undefined) {
    throw new Error(`customer ${data.customerId} changed its contact before it was registered`);
  }
  const contact = { customerId: data.customerId, kind: before.contact.kind, country: data.country, personal: data.personal };
  state.contacts.push({ revision: answered.revision, contact });
  state.requests.set(data.requestId, answered);
  return state;
}

/** The preference known at a revision, by default the latest; undefined: none was ever stated. */
export const customerPreference = (state: CustomerState, revision = state.revision): CommunicationPreferenceSet['data'] | undefined =>
  state.preferences.findLast((each) => each.revision <= revision)?.preference;

/** The contact known at a revision, by default the latest; undefined before the first. */
export const customerContact = (state: CustomerState, revision = state.revision): CustomerContact | undefined =>
  state.contacts.findLast((each) => each.revision <= revision)?.contact;

/**
 * The terms in force with an entity for documents of a day, as known at a revision: those that took effect last; of
 * two that took effect on one day, the ones stated later. Undefined: the entity's default terms.
 */
export function termsInForce(
  state: CustomerState,
  entityId: string,
  day: string,
  revision = state.revision,
): CreditTerms | undefined {
  let best: CreditTerms | undefined;
  for (const { revision: stated, terms } of state.terms) {
    const counts = stated <= revision && terms.entityId === entityId && terms.effectiveFrom <= day;
    if (counts && (best === undefined || terms.effectiveFrom >= best.effectiveFrom)) {
      best = terms;
    }
  }
  return best;
}

import type { StreamFold } from '../refusal';
import { laterDay, yearOf } from '../dates';
import type { AuthorityLimitsSet, ChartMapped, EntityConfigured, EntityEvent, PolicySet, SalesTargetSet, SeriesOpened } from './entity.events';

export type EntityConfiguration = EntityConfigured['data'];
export type Series = SeriesOpened['data'];
export type MappedChart = ChartMapped['data'];
export type ReminderPolicy = PolicySet['data'];
export type AuthorityLimits = AuthorityLimitsSet['data'];
export type SeriesKind = Series['kind'];

/** Facts with the revision that stated them, oldest first, so that they can be asked as of any revision. */
interface Stated<Fact> {
  readonly revision: number;
  readonly fact: Fact;
}

/** A legal entity. There are few facts about one, so all of them are kept: a document may ask for older ones. */
export interface EntityState {
  /** Revision of the last event folded in, −1 for none. */
  revision: number;
  readonly configurations: Stated<EntityConfiguration>[];
  readonly series: Map<string, Series>;
  readonly charts: Stated<MappedChart>[];
  readonly policies: Stated<ReminderPolicy>[];
  readonly limits: Stated<AuthorityLimits>[];
  /** Targets by what they are for (see `targetKey`), with the hash of the request that set each. */
  readonly targets: Map<string, SalesTargetSet['data']>;
  readonly requests: Map<string, { readonly inputHash: string; readonly revision: number }>;
}

export const entityFold: StreamFold<EntityState, EntityEvent> = {
  initial: () => ({ revision: -1, configurations: [], series: new Map(), charts: [], policies: [], limits: [], targets: new Map(), requests: new Map() }),
  evolve: (state, event, revision, inputHash) => {
    state.revision = revision;
    switch (event.type) {
      case 'EntityConfigured':
        state.configurations.push({ revision, fact: event.data });
        return state;
      case 'SeriesOpened':
        state.series.set(event.data.seriesId, event.data);
        return state;
      case 'ChartMapped':
        state.charts.push({ revision, fact: event.data });
        return state;
      case 'PolicySet':
        state.policies.push({ revision, fact: event.data });
        return state;
      case 'AuthorityLimitsSet':
        state.limits.push({ revision, fact: event.data });
        return state;
      case 'SalesTargetSet':
        state.targets.set(targetKey(event.data), event.data);
        state.requests.set(event.data.requestId, { inputHash, revision });
        return state;
    }
  },
};

/** A month, currency, product and customer have one target. */
export const targetKey = ({ month, currency, productCode = '', customerId = '' }: Pick<SalesTargetSet['data'], 'month' | 'currency' | 'productCode' | 'customerId'>): string =>
  JSON.stringify([month, currency, productCode, customerId]);

function asOf<Fact>(stated: readonly Stated<Fact>[], revision: number): Fact | undefined {
  return stated.findLast((each) => each.revision <= revision)?.fact;
}

/** The configuration known at a revision, by default the latest; undefined before the first. */
export const entityConfiguration = (state: EntityState, revision = state.revision): EntityConfiguration | undefined =>
  asOf(state.configurations, revision);

export const entityChart = (state: EntityState, revision = state.revision): MappedChart | undefined => asOf(state.charts, revision);

/** What each role may do alone, as last set; undefined: nothing is limited. */
export const authorityLimits = (state: EntityState, revision = state.revision): AuthorityLimits | undefined => asOf(state.limits, revision);

/** The last version of each policy, whether it is in effect yet or not. */
export function latestPolicies(state: EntityState): ReadonlyMap<string, ReminderPolicy> {
  return new Map(state.policies.map(({ fact }) => [fact.policyId, fact]));
}

/** One version of a policy, whatever day it takes effect. */
export const policyVersion = (state: EntityState, policyId: string, version: number): ReminderPolicy | undefined =>
  state.policies.find(({ fact }) => fact.policyId === policyId && fact.version === version)?.fact;

/** The version of a policy in effect on a day: the one that took effect last; of two on one day the later version. */
export function policyOn(state: EntityState, policyId: string, day: string): ReminderPolicy | undefined {
  return state.policies
    .map(({ fact }) => fact)
    .filter((policy) => policy.policyId === policyId && policy.effectiveFrom <= day)
    .reduce<ReminderPolicy | undefined>((best, policy) => (best === undefined || later(policy, best) ? policy : best), undefined);
}

function later(left: ReminderPolicy, right: ReminderPolicy): boolean {
  return left.effectiveFrom === right.effectiveFrom
    ? left.version > right.version
    : laterDay(left.effectiveFrom, right.effectiveFrom) === left.effectiveFrom;
}

/** The series that takes a document of a day: the one of its year, else the one without a year. */
export function seriesFor(state: EntityState, kind: SeriesKind, day: string): Series | undefined {
  const ofKind = [...state.series.values()].filter((series) => series.kind === kind);
  const year = yearOf(day);
  return ofKind.find((series) => series.year === year) ?? ofKind.find((series) => series.year === undefined);
}

/** The number as printed: prefix and padded digits. */
export const documentNumberOf = (series: Series, number: number): string =>
  `${series.prefix}${String(number).padStart(series.digits, '0')}`;

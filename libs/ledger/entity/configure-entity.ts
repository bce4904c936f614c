import { knownCurrency, minorOf, formatMinor, parseAmount } from '#money';
import { accept, refuse, type Decision, type Refusal } from '../refusal';
import { builtInChart, completedChart } from './built-in-chart';
import { refuseChart, refuseConfiguration, refusePolicy } from './configuration-rules';
import type { EntityEvent } from './entity.events';
import { refuseLimits } from './authority-rules';
import {
  authorityLimits, entityChart, entityConfiguration, latestPolicies, type AuthorityLimits, type EntityConfiguration, type EntityState, type MappedChart,
  type ReminderPolicy, type Series,
} from './entity.state';
import { refuseSeries } from './open-series';
import { sameFacts } from './same-facts';

/** What a legal entity is to be; a configuration file proposes it. Only what differs from the record becomes a fact. */
export interface ConfigureEntity {
  readonly configuration: EntityConfiguration;
  /** Series to open; those on record and not named stay open. */
  readonly series?: readonly Omit<Series, 'entityId'>[];
  /** Absent: the chart stays; the first time it is the built-in one. */
  readonly chart?: MappedChart['accounts'];
  readonly policies?: readonly Omit<ReminderPolicy, 'entityId'>[];
  /** Absent: the limits stay; at first nothing is limited. */
  readonly authority?: Omit<AuthorityLimits, 'entityId'>;
}

export interface EntityAnswer {
  readonly entityId: string;
  /** Revision of the entity's stream with the facts just decided. */
  readonly revision: number;
  /** Types of the new facts; empty when all of it was on record. */
  readonly changed: readonly string[];
}

export function decideConfigureEntity(command: ConfigureEntity, state: EntityState): Decision<EntityEvent, EntityAnswer> {
  const { configuration } = command;
  const { entityId } = configuration;
  const before = entityConfiguration(state);
  const reason = refuseConfiguration(configuration, before);
  if (reason !== undefined) {
    return refuse(reason);
  }
  const events: EntityEvent[] = [];
  if (!sameFacts(before, configuration)) {
    events.push({ type: 'EntityConfigured', data: configuration });
  }
  const refused =
    mapChart(command, state, events) ??
    openSeries((command.series ?? []).map((series) => ({ ...series, entityId })), state, events) ??
    setLimits(command, state, events) ??
    setPolicies((command.policies ?? []).map((policy) => ({ ...policy, entityId })), state, configuration.baseCurrency, events);
  if (refused !== undefined) {
    return refuse(refused);
  }
  return accept(events, { entityId, revision: state.revision + events.length, changed: events.map(({ type }) => type) });
}

function mapChart(command: ConfigureEntity, state: EntityState, events: EntityEvent[]): Refusal | undefined {
  const before = entityChart(state)?.accounts;
  const given = command.chart ?? before ?? builtInChart;
  const accounts = completedChart(given);
  const reason = refuseChart(given);
  if (reason === undefined && !sameFacts(before, accounts)) {
    events.push({ type: 'ChartMapped', data: { entityId: command.configuration.entityId, accounts: [...accounts] } });
  }
  return reason;
}

function setLimits({ authority, configuration }: ConfigureEntity, state: EntityState, events: EntityEvent[]): Refusal | undefined {
  const last = authorityLimits(state);
  if (authority === undefined) {
    return undefined;
  }
  const { digits } = knownCurrency(configuration.baseCurrency);
  const scaled = (amount: string): string => (parseAmount(amount, knownCurrency(configuration.baseCurrency)).ok ? formatMinor(minorOf(amount, digits), digits) : amount);
  const limits = authority.limits.map((limit) => (limit.maximumAmount === undefined ? limit : { ...limit, maximumAmount: scaled(limit.maximumAmount) }));
  const proposed: AuthorityLimits = { entityId: configuration.entityId, version: authority.version, limits };
  if (sameFacts(last, proposed)) {
    return undefined;
  }
  const reason = refuseLimits(proposed, last, configuration.baseCurrency);
  if (reason === undefined) {
    events.push({ type: 'AuthorityLimitsSet', data: proposed });
  }
  return reason;
}

function openSeries(proposed: readonly Series[], state: EntityState, events: EntityEvent[]): Refusal | undefined {
  const open = [...state.series.values()];
  for (const series of proposed) {
    const reason = refuseSeries(series, open);
    if (reason !== undefined) {
      return reason;
    }
    if (!open.some(({ seriesId }) => seriesId === series.seriesId)) {
      open.push(series);
      events.push({ type: 'SeriesOpened', data: series });
    }
  }
  return undefined;
}

function setPolicies(proposed: readonly ReminderPolicy[], state: EntityState, baseCurrency: string, events: EntityEvent[]): Refusal | undefined {
  const last = new Map(latestPolicies(state));
  for (const given of proposed) {
    const policy = atScale(given, baseCurrency);
    const known = last.get(policy.policyId);
    if (sameFacts(known, policy)) {
      continue;
    }
    const reason = refusePolicy(policy, known, baseCurrency);
    if (reason !== undefined) {
      return reason;
    }
    last.set(policy.policyId, policy);
    events.push({ type: 'PolicySet', data: policy });
  }
  return undefined;
}

/** "1" and "1.00" are one minimum; an amount that is none is left for the rules to refuse. */
function atScale(policy: ReminderPolicy, baseCurrency: string): ReminderPolicy {
  const currency = knownCurrency(baseCurrency);
  const scaled = (amount: string): string => (parseAmount(amount, currency).ok ? formatMinor(minorOf(amount, currency.digits), currency.digits) : amount);
  const steps = policy.steps.map((step) => (step.fee === undefined ? step : { ...step, fee: scaled(step.fee) }));
  return { ...policy, steps, minimumAmount: scaled(policy.minimumAmount) };
}

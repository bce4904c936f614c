import { isKnownTimeZone } from '../dates';
import { firstRefusal, refuseUnknownCurrency, refuseUnrealDay } from '../input-rules';
import { refusal, type Refusal } from '../refusal';
import { knownCurrency, parseAmount } from '#money';
import type { ChartEntry } from './built-in-chart';
import { isBeforeDue, levelOf, reminderLevels, type ReminderStep } from '../reminders/policy';
import { requiredRoles } from './entity.events';
import type { EntityConfiguration, ReminderPolicy } from './entity.state';

/** Why a configuration cannot become a fact; `before` is the one on record. */
export function refuseConfiguration(proposed: EntityConfiguration, before: EntityConfiguration | undefined): Refusal | undefined {
  return firstRefusal(
    refuseEntityId(proposed.entityId),
    refuseUnknownCurrency('baseCurrency', proposed.baseCurrency),
    refuseTimeZone(proposed.timeZone),
    refuseBuckets(proposed.agingBuckets),
    refuseNewBase(proposed, before),
  );
}

function refuseEntityId(entityId: string): Refusal | undefined {
  return entityId.includes('~') || entityId === ''
    ? refusal('invalid', 'ENTITY.ID', `entity id ${JSON.stringify(entityId)} is empty or holds a "~", which joins ids in account ids. Choose another.`, {
        field: 'entityId',
        entityId,
      })
    : undefined;
}

function refuseTimeZone(timeZone: string): Refusal | undefined {
  return isKnownTimeZone(timeZone)
    ? undefined
    : refusal(
        'invalid',
        'ENTITY.TIME_ZONE',
        `time zone ${JSON.stringify(timeZone.slice(0, 64))} is not in the IANA database. Send a name such as "Europe/London".`,
        { field: 'timeZone', value: timeZone.slice(0, 64) },
      );
}

function refuseBuckets(buckets: readonly number[]): Refusal | undefined {
  const rising = buckets.every((day, index) => Number.isSafeInteger(day) && day > (buckets[index - 1] ?? 0));
  return buckets.length > 0 && rising
    ? undefined
    : refusal('invalid', 'ENTITY.AGING_BUCKETS', `aging buckets [${buckets.join(', ')}] do not rise from at least 1. Send for instance [30, 60, 90].`, {
        field: 'agingBuckets',
      });
}

/** Documents carry base amounts, and sums over two base currencies mean nothing. */
function refuseNewBase(proposed: EntityConfiguration, before: EntityConfiguration | undefined): Refusal | undefined {
  return before === undefined || before.baseCurrency === proposed.baseCurrency
    ? undefined
    : refusal(
        'conflict',
        'ENTITY.BASE_CURRENCY',
        `${proposed.entityId} keeps its books in ${before.baseCurrency}, and that does not change to ${proposed.baseCurrency}. Configure another legal entity.`,
        { field: 'baseCurrency', entityId: proposed.entityId, baseCurrency: before.baseCurrency },
      );
}

/** A chart names every required role, none twice, each by its own account. */
export function refuseChart(accounts: readonly ChartEntry[]): Refusal | undefined {
  const roles = new Set(accounts.map(({ role }) => role));
  const missing = requiredRoles.filter((role) => !roles.has(role));
  if (missing.length > 0 || accounts.length !== roles.size) {
    const fault = missing.length > 0 ? `; ${missing.join(', ')} missing` : ', some twice';
    const message = `the chart names ${roles.size} roles${fault}. Send each of ${requiredRoles.join(', ')} once.`;
    return refusal('invalid', 'CHART.ROLES', message, { field: 'chart', missing });
  }
  const codes = new Set(accounts.map(({ code }) => code));
  return codes.size === accounts.length
    ? undefined
    : refusal('invalid', 'CHART.CODES', 'two roles share one account code, so their balances could not be told apart. Send one code for each role.', {
        field: 'chart',
      });
}

/** Why a policy version cannot follow the last one on record. */
export function refusePolicy(policy: ReminderPolicy, last: ReminderPolicy | undefined, baseCurrency: string): Refusal | undefined {
  const data = { field: 'policies', policyId: policy.policyId };
  const expected = (last?.version ?? 0) + 1;
  if (policy.version !== expected) {
    const known = last === undefined ? 'is not on record' : `is on record up to version ${last.version}`;
    return refusal('conflict', 'POLICY.VERSION', `policy ${JSON.stringify(policy.policyId)} ${known}; version ${policy.version} cannot follow. Send a changed policy as version ${expected}.`, {
      ...data,
      version: policy.version,
      expected,
    });
  }
  const minimum = parseAmount(policy.minimumAmount, knownCurrency(baseCurrency), { allowNegative: false });
  if (!minimum.ok) {
    return refusal('invalid', 'POLICY.MINIMUM', `minimum amount of policy ${JSON.stringify(policy.policyId)} ${minimum.problem.message}.`, data);
  }
  const rising = policy.steps.every((step, index) => step.offsetDays > (policy.steps[index - 1]?.offsetDays ?? -Infinity));
  const distinct = new Set(policy.steps.map(({ step }) => step)).size === policy.steps.length;
  return rising && distinct
    ? (refuseSteps(policy, baseCurrency) ?? refuseUnrealDay('effectiveFrom', policy.effectiveFrom))
    : refusal('invalid', 'POLICY.STEPS', `steps of policy ${JSON.stringify(policy.policyId)} must have their own names and rising days. Order them by offsetDays.`, data);
}

/** Before the due date nothing is owed yet, so a letter asks for nothing more; the tone never falls from step to step. */
function refuseSteps({ policyId, steps }: ReminderPolicy, baseCurrency: string): Refusal | undefined {
  let highest = 0;
  for (const step of steps) {
    const fault = stepFault(step, highest, baseCurrency);
    if (fault !== null) {
      return refusal('invalid', 'POLICY.STEPS', `step ${JSON.stringify(step.step)} of policy ${JSON.stringify(policyId)} ${fault}`, { field: 'policies', policyId, step: step.step });
    }
    highest = reminderLevels.indexOf(levelOf(step));
  }
  return undefined;
}

function stepFault(step: ReminderStep, highest: number, baseCurrency: string): string | null {
  if (isBeforeDue(step) && (step.fee !== undefined || step.action !== undefined || levelOf(step) !== 'reminder')) {
    return 'is before or on the due date, where nothing is late yet. Leave out its fee, level and action.';
  }
  const fee = step.fee === undefined ? null : parseAmount(step.fee, knownCurrency(baseCurrency), { allowNegative: false });
  if (fee !== null && (!fee.ok || fee.money.minor <= 0n)) {
    return `has fee ${JSON.stringify(step.fee)}, which is no amount above zero in ${baseCurrency}. Send one, or leave it out.`;
  }
  return reminderLevels.indexOf(levelOf(step)) < highest ? 'is milder than the one before. Give it the same level or a higher one.' : null;
}

import { formatMinor, knownCurrency, minorOf } from '#money';
import type { AccountState, OpenItem } from '../account/account.state';
import { openItems } from '../account/account.state';
import { compareDue } from '../account/due-queue';
import { stepKey } from '../account/reminder.fold';
import type { ReminderSkipped } from '../collection/collection.events';
import { daysBetween } from '../dates';
import type { ReminderPolicy } from '../entity/entity.state';
import { standingFinalNotice, withAllOverdue } from './final-notice';
import { nextStep } from './next-step';
import { openToRemind, type PlannedReminder } from './planned-reminder';
import { levelOf, stepsInOrder, type ReminderStep } from './policy';
import { whySpared, type Spared } from './spared';
import { takenSteps, type PolicyInForce } from './taken-steps';

export { openToRemind, type PlannedReminder } from './planned-reminder';

/** A step that was due and is not taken, and why. */
export type SkippedStep = Omit<ReminderSkipped['data'], 'accountId' | 'policyId' | 'policyVersion' | 'runDate'>;

export interface ReminderPlan {
  /** Per currency, oldest due first. */
  readonly letters: ReadonlyMap<string, readonly PlannedReminder[]>;
  readonly skipped: readonly SkippedStep[];
}

/** What a run knows of the debtor beside the account. */
export interface Reachable {
  /** Whether there is an address for e-mail, and the debtor takes mail. */
  readonly byEmail: boolean;
  /** Why not, where there is more to say. */
  readonly detail?: string;
}

/** So many letters about a step that could not be sent are tried without a person's decision. */
export const failuresMax = 3;

/**
 * What a run for a day would send to this debtor: at most one step per open item and one letter per currency, with the
 * policy's gap between letters. An item that a run of that day or a later one has reminded is left alone, so a run
 * repeated sends nothing.
 */
export function planReminders(state: AccountState, policy: PolicyInForce, runDate: string, reachable: Reachable): ReminderPlan {
  const letters = new Map<string, readonly PlannedReminder[]>();
  const skipped: SkippedStep[] = [];
  const asked = { state, policy, runDate, reachable, failures: failuresOf(state, policy), steps: stepsInOrder(policy) };
  for (const item of [...openItems(state)].sort(compareDue)) {
    const found = weigh(item, asked);
    skipped.push(...found.skipped);
    if (found.reminder !== null) {
      letters.set(item.currency, [...(letters.get(item.currency) ?? []), found.reminder]);
    }
  }
  for (const [currency, reminders] of letters) {
    const detail = tooSoon(state, policy, runDate, currency);
    if (detail === null) {
      letters.set(currency, withAllOverdue(state, reminders, runDate));
    } else {
      letters.delete(currency);
      skipped.push(...reminders.map(({ item, step }) => skippedStep(item, step, { why: 'minimum-gap', detail })));
    }
  }
  return { letters, skipped };
}

interface Asked {
  readonly state: AccountState;
  readonly policy: PolicyInForce;
  readonly runDate: string;
  readonly reachable: Reachable;
  readonly failures: ReadonlyMap<string, number>;
  readonly steps: readonly ReminderStep[];
}

interface Weighed {
  readonly reminder: PlannedReminder | null;
  readonly skipped: readonly SkippedStep[];
}

function weigh(item: OpenItem, asked: Asked): Weighed {
  const { state, policy, runDate, steps } = asked;
  if (item.issueDate > runDate || isDoneFor(item, runDate)) {
    return { reminder: null, skipped: [] };
  }
  const openAmount = openToRemind(item, runDate);
  const taken = takenSteps(state, item, policy);
  const { step, stale } = nextStep({ dueDate: item.dueDate, taken }, steps, runDate);
  const spared = sparedFrom(item, step, openAmount, asked);
  if (spared !== null) {
    return { reminder: null, skipped: step === null ? [] : [skippedStep(item, step, spared)] };
  }
  const late = stale.map(({ step: missed, detail }) => skippedStep(item, missed, { why: 'stale', detail }));
  const lost = step === null ? null : unreachable(item, step, asked);
  if (step === null || lost !== null) {
    return { reminder: null, skipped: step === null || lost === null ? late : [...late, skippedStep(item, step, lost)] };
  }
  return { reminder: { item, step, openAmount }, skipped: late };
}

/** Whether a letter that is sent, or may have been, took a step of this item on that day or later. */
export const isDoneFor = (item: OpenItem, runDate: string): boolean =>
  item.reminded !== undefined && item.reminded.size > 0 && item.remindedOn !== undefined && item.remindedOn >= runDate;

function sparedFrom(item: OpenItem, step: ReminderStep | null, openAmount: bigint, asked: Asked): Spared | null {
  const { state, policy, runDate } = asked;
  if (openAmount <= 0n) {
    return { why: 'paid', detail: `nothing open from ${runDate} on` };
  }
  return whySpared(state, item, runDate) ?? tooSmall(item, openAmount, policy) ?? demanded(item, step, asked);
}

/** A step to the final notice, while a final notice that lists the item stands. */
function demanded(item: OpenItem, step: ReminderStep | null, { state, policy, runDate }: Asked): Spared | null {
  const letter = step !== null && levelOf(step) === 'final-notice' ? standingFinalNotice(state, item, policy, runDate) : null;
  return letter === null ? null : { why: 'final-notice-sent', detail: `letter of ${letter.runDate} lists it` };
}

function tooSmall(item: OpenItem, openAmount: bigint, policy: ReminderPolicy): Spared | null {
  const { digits } = knownCurrency(item.currency);
  return openAmount < minimumOf(policy, digits) ? { why: 'below-minimum', detail: `open ${formatMinor(openAmount, digits)}, minimum ${policy.minimumAmount}` } : null;
}

/** Nowhere to send it, or tried so often in vain that a person has to look. */
function unreachable(item: OpenItem, step: ReminderStep, { reachable, failures, policy }: Asked): Spared | null {
  if (step.channel === 'email' && !reachable.byEmail) {
    return { why: 'no-contact', detail: reachable.detail ?? 'no address for e-mail, or the customer takes none' };
  }
  const failed = failures.get(attemptKey(item, stepKey(policy.policyId, step.step))) ?? 0;
  return failed >= failuresMax ? { why: 'no-contact', detail: `${failed} letters failed; correct the address and have the last one repeated` } : null;
}

const attemptKey = ({ invoiceId, instalment }: OpenItem, step: string): string => JSON.stringify([instalment, step, invoiceId]);

/** How many letters about each step of each item failed. */
function failuresOf(state: AccountState, { policyId }: ReminderPolicy): ReadonlyMap<string, number> {
  const failures = new Map<string, number>();
  for (const letter of state.letters.values()) {
    if (letter.outcome === 'failed' && letter.policyId === policyId) {
      for (const { item, step } of letter.items) {
        const key = attemptKey(item, stepKey(policyId, step));
        failures.set(key, (failures.get(key) ?? 0) + 1);
      }
    }
  }
  return failures;
}

/** Whether another letter, sent or perhaps sent, stands too near: none twice a day in one currency, and the policy's gap in any. */
function tooSoon(state: AccountState, { minimumGapDays = 0 }: ReminderPolicy, runDate: string, currency: string): string | null {
  for (const letter of state.letters.values()) {
    const gap = Math.max(minimumGapDays, letter.currency === currency ? 1 : 0);
    if ((letter.outcome === 'due' || letter.outcome === 'sent') && gap > 0 && daysBetween(letter.runDate, runDate) < gap) {
      return `letter of ${letter.runDate}, at least ${gap} ${gap === 1 ? 'day' : 'days'} between two`;
    }
  }
  return null;
}

/** The policy's minimum at the scale of the item's currency; decimals the currency has not are raised to the next unit. */
function minimumOf({ minimumAmount }: ReminderPolicy, digits: number): bigint {
  const widest = 4;
  const unit = 10n ** BigInt(widest - digits);
  return (minorOf(minimumAmount, widest) + unit - 1n) / unit;
}

export const skippedStep = ({ invoiceId, instalment }: OpenItem, { step }: ReminderStep, { why, detail }: Spared): SkippedStep => ({
  invoiceId,
  instalment,
  step,
  why,
  detail,
});

import { formatMinor, knownCurrency, minorOf } from '#money';
import type { AccountState, OpenItem } from '../account/account.state';
import { openItems } from '../account/account.state';
import { compareDue } from '../account/due-queue';
import { stepKey } from '../account/reminder.fold';
import { lowestFrom } from '../account/timeline';
import type { ReminderSkipped } from '../collection/collection.events';
import type { ReminderPolicy } from '../entity/entity.state';
import { nextStep } from './next-step';
import { stepsInOrder, type ReminderStep } from './policy';

export interface PlannedReminder {
  readonly item: OpenItem;
  readonly step: ReminderStep;
  /** Minor units. */
  readonly openAmount: bigint;
}

/** A step that was due and is not taken, and why. */
export type SkippedStep = Omit<ReminderSkipped['data'], 'accountId' | 'policyId' | 'policyVersion' | 'runDate'>;

export interface ReminderPlan {
  /** Per currency, oldest due first. */
  readonly letters: ReadonlyMap<string, readonly PlannedReminder[]>;
  readonly skipped: readonly SkippedStep[];
}

/**
 * What is left to be paid on a day by everything on record: money allocated from a later date on counts as paid, since
 * nobody is reminded of what has come in.
 */
export const openToRemind = (item: OpenItem, day: string): bigint => (item.issueDate > day ? 0n : lowestFrom(item.timeline, day).amount);

/**
 * What a run for a day would send to this debtor: at most one step per open item. Paid items get nothing and leave no
 * trace. An item that a run of that day or a later one has reminded is left alone, so a run repeated sends nothing.
 */
export function planReminders(state: AccountState, policy: ReminderPolicy, runDate: string): ReminderPlan {
  const letters = new Map<string, PlannedReminder[]>();
  const skipped: SkippedStep[] = [];
  const steps = stepsInOrder(policy);
  for (const item of [...openItems(state)].sort(compareDue)) {
    const openAmount = openToRemind(item, runDate);
    if (openAmount <= 0n || isDoneFor(item, runDate)) {
      continue;
    }
    const taken = (step: ReminderStep): boolean => item.reminded?.has(stepKey(policy.policyId, step.step)) ?? false;
    const found = nextStep({ dueDate: item.dueDate, taken }, steps, runDate);
    const blocked = whyNot(state, item, openAmount, policy);
    if (blocked !== null) {
      if (found.step !== null) {
        skipped.push(skippedStep(item, found.step, blocked));
      }
      continue;
    }
    skipped.push(...found.stale.map(({ step, detail }) => skippedStep(item, step, { why: 'stale', detail })));
    if (found.step !== null) {
      const letter = letters.get(item.currency) ?? [];
      letter.push({ item, step: found.step, openAmount });
      letters.set(item.currency, letter);
    }
  }
  return { letters, skipped };
}

/** Whether a letter that is sent, or may have been, took a step of this item on that day or later. */
const isDoneFor = (item: OpenItem, runDate: string): boolean =>
  item.reminded !== undefined && item.reminded.size > 0 && item.remindedOn !== undefined && item.remindedOn >= runDate;

type Why = Pick<SkippedStep, 'why' | 'detail'>;

function whyNot(state: AccountState, item: OpenItem, openAmount: bigint, policy: ReminderPolicy): Why | null {
  if (!item.remind) {
    return { why: 'not-reminded', detail: 'agreed so when the invoice was issued' };
  }
  if (state.held !== null) {
    return { why: 'held', detail: `account held since ${state.held.heldOn}` };
  }
  const disputeId = state.invoices.get(item.invoiceId)?.disputeId ?? null;
  if (disputeId !== null) {
    return { why: 'disputed', detail: `dispute ${disputeId}` };
  }
  const { digits } = knownCurrency(item.currency);
  return openAmount < minimumOf(policy, digits) ? { why: 'below-minimum', detail: `open ${formatMinor(openAmount, digits)}, minimum ${policy.minimumAmount}` } : null;
}

/** The policy's minimum at the scale of the item's currency; decimals the currency has not are raised to the next unit. */
function minimumOf({ minimumAmount }: ReminderPolicy, digits: number): bigint {
  const widest = 4;
  const unit = 10n ** BigInt(widest - digits);
  return (minorOf(minimumAmount, widest) + unit - 1n) / unit;
}

const skippedStep = ({ invoiceId, instalment }: OpenItem, { step }: ReminderStep, { why, detail }: Why): SkippedStep => ({
  invoiceId,
  instalment,
  step,
  why,
  detail,
});

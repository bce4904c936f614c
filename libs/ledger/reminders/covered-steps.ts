import type { AccountState, OpenItem } from '../account/account.state';
import { stepKey } from '../account/reminder.fold';
import type { ReminderPolicy } from '../entity/entity.state';
import { nextStep } from './next-step';
import { isDoneFor, skippedStep, type SkippedStep } from './plan-reminders';
import { stepsInOrder, type ReminderStep } from './policy';

/**
 * Steps of items that payments on record settle from a day after today on (a post-dated cheque): nobody is reminded of
 * what they hand in already, and the record says why. Should the cheque bounce, the item is open and climbs on.
 */
export function coveredSteps(state: AccountState, policy: ReminderPolicy, { runDate, today }: { readonly runDate: string; readonly today: string }): SkippedStep[] {
  const steps = stepsInOrder(policy);
  const covered = new Map<OpenItem, SkippedStep>();
  for (const { id, receivedOn, allocations } of state.receipts.values()) {
    if (receivedOn === null || receivedOn <= today) {
      continue;
    }
    for (const { item, left } of allocations.flatMap(({ parts }) => parts)) {
      const taken = (step: ReminderStep): boolean => item.reminded?.has(stepKey(policy.policyId, step.step)) ?? false;
      const { step } = nextStep({ dueDate: item.dueDate, taken }, steps, runDate);
      if (left > 0n && item.open === 0n && item.issueDate <= runDate && step !== null && !isDoneFor(item, runDate)) {
        covered.set(item, skippedStep(item, step, { why: 'in-flight', detail: `payment ${id} counts from ${receivedOn}` }));
      }
    }
  }
  return [...covered.values()];
}

import type { AccountState, OpenItem } from '../account/account.state';
import { nextStep } from './next-step';
import { isDoneFor, skippedStep, type SkippedStep } from './plan-reminders';
import { stepsInOrder } from './policy';
import { takenSteps, type PolicyInForce } from './taken-steps';

/**
 * Steps of items that payments on record settle from a day after today on (a post-dated cheque): nobody is reminded of
 * what they hand in already, and the record says why. Should the cheque bounce, the item is open and climbs on.
 */
export function coveredSteps(state: AccountState, policy: PolicyInForce, { runDate, today }: { readonly runDate: string; readonly today: string }): SkippedStep[] {
  const steps = stepsInOrder(policy);
  const covered = new Map<OpenItem, SkippedStep>();
  for (const { id, receivedOn, allocations } of state.receipts.values()) {
    if (receivedOn === null || receivedOn <= today) {
      continue;
    }
    for (const { item, left } of allocations.flatMap(({ parts }) => parts)) {
      const { step } = nextStep({ dueDate: item.dueDate, taken: takenSteps(state, item, policy) }, steps, runDate);
      if (left > 0n && item.open === 0n && item.issueDate <= runDate && step !== null && !isDoneFor(item, runDate)) {
        covered.set(item, skippedStep(item, step, { why: 'in-flight', detail: `payment ${id} counts from ${receivedOn}` }));
      }
    }
  }
  return [...covered.values()];
}

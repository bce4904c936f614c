import type { AccountState, OpenItem } from '../account/account.state';
import { stepKey } from '../account/reminder.fold';
import type { ReminderPolicy } from '../entity/entity.state';
import type { ReminderStep } from './policy';

/** The version of a policy in effect, with the versions before and after it, by which older letters were sent. */
export type PolicyInForce = ReminderPolicy & { readonly versions?: readonly ReminderPolicy[] };

/**
 * Which steps of the version in effect an item has taken: those of the same name, and those that are due no later than a
 * step it took under a name that this version has no more. Renaming a step, or adding one before it, therefore begins no
 * sequence anew.
 */
export function takenSteps(state: AccountState, item: OpenItem, policy: PolicyInForce): (step: ReminderStep) => boolean {
  const { reminded } = item;
  if (reminded === undefined) {
    return () => false;
  }
  const reached = offsetReached(state, reminded, policy);
  return (step) => reminded.has(stepKey(policy.policyId, step.step)) || (reached !== null && step.offsetDays <= reached);
}

function offsetReached(state: AccountState, reminded: ReadonlyMap<string, string>, { policyId, steps, versions = [] }: PolicyInForce): number | null {
  const known = new Set(steps.map(({ step }) => stepKey(policyId, step)));
  let reached: number | null = null;
  for (const [key, reminderId] of reminded) {
    const due = known.has(key) ? undefined : state.letters.get(reminderId)?.due;
    const old = due?.policyId === policyId ? versions.find(({ version }) => version === due.policyVersion) : undefined;
    const offset = old?.steps.find(({ step }) => stepKey(policyId, step) === key)?.offsetDays;
    reached = offset === undefined || (reached !== null && reached >= offset) ? reached : offset;
  }
  return reached;
}

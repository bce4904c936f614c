import type { PolicySet } from '../entity/entity.events';
import { addDays } from '../dates';

/** A version of a reminder policy, as the entity set it. */
export type ReminderPolicy = PolicySet['data'];
export type ReminderStep = ReminderPolicy['steps'][number];

/** The version of a policy in force on a day: the latest effective one, of equal dates the higher version. */
export function policyOn(versions: readonly ReminderPolicy[], policyId: string, day: string): ReminderPolicy | undefined {
  let best: ReminderPolicy | undefined;
  for (const version of versions) {
    const inForce = version.policyId === policyId && version.effectiveFrom <= day;
    const later = best === undefined || version.effectiveFrom > best.effectiveFrom || (version.effectiveFrom === best.effectiveFrom && version.version > best.version);
    if (inForce && later) {
      best = version;
    }
  }
  return best;
}

/** Steps in the order of their days; equal days keep the order of the policy. */
export const stepsInOrder = (policy: ReminderPolicy): readonly ReminderStep[] =>
  [...policy.steps].sort((left, right) => left.offsetDays - right.offsetDays);

export const stepDay = (dueDate: string, { offsetDays }: ReminderStep): string => addDays(dueDate, offsetDays);

/** Up to the due date a step says that payment will be due; afterwards that would be untrue. Due today is not overdue. */
export const isBeforeDue = ({ offsetDays }: ReminderStep): boolean => offsetDays <= 0;

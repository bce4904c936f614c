import { addDays } from '../dates';
import type { ReminderPolicy } from '../entity/entity.state';

export type ReminderStep = ReminderPolicy['steps'][number];

/** Steps in the order of their days; equal days keep the order of the policy. */
export const stepsInOrder = (policy: ReminderPolicy): readonly ReminderStep[] =>
  [...policy.steps].sort((left, right) => left.offsetDays - right.offsetDays);

export const stepDay = (dueDate: string, { offsetDays }: ReminderStep): string => addDays(dueDate, offsetDays);

/** Up to the due date a step says that payment will be due; afterwards that would be untrue. Due today is not overdue. */
export const isBeforeDue = ({ offsetDays }: ReminderStep): boolean => offsetDays <= 0;

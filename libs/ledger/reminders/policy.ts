import { addDays } from '../dates';
import type { ReminderPolicy } from '../entity/entity.state';

export type ReminderStep = ReminderPolicy['steps'][number];

/** Steps in the order of their days; equal days keep the order of the policy. */
export const stepsInOrder = (policy: ReminderPolicy): readonly ReminderStep[] =>
  [...policy.steps].sort((left, right) => left.offsetDays - right.offsetDays);

export const stepDay = (dueDate: string, { offsetDays }: ReminderStep): string => addDays(dueDate, offsetDays);

/** Up to the due date a step says that payment will be due; afterwards that would be untrue. Due today is not overdue. */
export const isBeforeDue = ({ offsetDays }: ReminderStep): boolean => offsetDays <= 0;

export type ReminderLevel = NonNullable<ReminderStep['level']>;

/** From the mildest to the strongest. */
export const reminderLevels: readonly ReminderLevel[] = ['reminder', 'notice', 'final-notice'];

export const levelOf = ({ level }: Pick<ReminderStep, 'level'>): ReminderLevel => level ?? 'reminder';

/** The step that gives a letter its channel and tone: the highest level, of equal ones the latest; undefined for none. */
export function leadingStep(steps: readonly ReminderStep[]): ReminderStep | undefined {
  const rank = (step: ReminderStep): number => reminderLevels.indexOf(levelOf(step));
  return [...steps].sort((left, right) => rank(right) - rank(left) || right.offsetDays - left.offsetDays)[0];
}

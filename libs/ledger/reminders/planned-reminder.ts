import type { OpenItem } from '../account/account.state';
import { lowestFrom } from '../account/timeline';
import type { ReminderStep } from './policy';

export interface PlannedReminder {
  readonly item: OpenItem;
  readonly step: ReminderStep;
  /** Minor units. */
  readonly openAmount: bigint;
  /** Stands on a final notice that demands all that is overdue, and takes no step by it. */
  readonly listed?: true;
}

/**
 * What is left to be paid on a day by everything on record: money allocated from a later date on counts as paid, since
 * nobody is reminded of what has come in.
 */
export const openToRemind = (item: OpenItem, day: string): bigint => (item.issueDate > day ? 0n : lowestFrom(item.timeline, day).amount);

import { accept, type Decision } from '../refusal';
import type { SkippedStep } from '../reminders/plan-reminders';
import type { ReminderPolicy } from '../entity/entity.state';
import type { ReminderSkipped } from './collection.events';
import { skipKey, type CollectionState } from './collection.state';

/** What a run left out of this account, as the claim answered it. */
export interface RecordSkipped {
  readonly accountId: string;
  readonly policy: Pick<ReminderPolicy, 'policyId' | 'version'>;
  readonly runDate: string;
  readonly skipped: readonly SkippedStep[];
}

export interface SkippedAnswer {
  /** How many are new on record. */
  readonly recorded: number;
}

/** Most steps recorded by one append; the rest is found again by the next run. */
const skippedMax = 1000;

/** Records each skipped step once per item, step and policy version, not every day that it stays skipped. */
export function decideRecordSkipped(command: RecordSkipped, state: CollectionState): Decision<ReminderSkipped, SkippedAnswer> {
  const { accountId, policy, runDate } = command;
  const seen = new Set<string>();
  const events: ReminderSkipped[] = [];
  for (const skipped of command.skipped) {
    const data = { accountId, ...skipped, policyId: policy.policyId, policyVersion: policy.version, runDate };
    const key = skipKey(data);
    if (!state.skipped.has(key) && !seen.has(key) && events.length < skippedMax) {
      seen.add(key);
      events.push({ type: 'ReminderSkipped', data });
    }
  }
  return accept(events, { recorded: events.length });
}

import { accept, refusal, refuse, type Decision } from '../refusal';
import type { ReminderBounced } from './account.events';
import type { AccountState, Letter } from './account.state';

export type RecordReminderBounce = Omit<ReminderBounced['data'], 'channel'>;

export interface ReminderBounceAnswer {
  readonly reminderId: string;
  /** What the last report on record says. */
  readonly detail: string;
}

/** It came back. A report of the same kind again changes nothing, nor does any after a hard one; a harder one is recorded beside it. */
export function decideRecordReminderBounce(bounce: RecordReminderBounce, state: AccountState): Decision<ReminderBounced, ReminderBounceAnswer> {
  const { reminderId, reason } = bounce;
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    return refuse(refusal('not-found', 'REMINDER.UNKNOWN', `Reminder ${reminderId} was never claimed in this account; look up the account's reminders.`, { reminderId }));
  }
  const before = letter.bounced;
  if (before !== undefined && (before.kind === bounce.kind || before.kind === 'hard')) {
    return accept([], { reminderId, detail: before.reason });
  }
  return accept([{ type: 'ReminderBounced', data: { ...bounce, channel: letter.due.channel } }], { reminderId, detail: reason });
}

/** The letter reached nobody, for good. */
export const cameBack = ({ bounced }: Letter): boolean => bounced?.kind === 'hard';

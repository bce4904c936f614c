import { formatMinor, knownCurrency } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { openToRemind } from '../reminders/plan-reminders';
import type { ReminderFailed, ReminderSent, ReminderWithdrawn } from './account.events';
import type { AccountState, Letter } from './account.state';

/** A channel accepted the letter. */
export interface RecordReminderSent {
  readonly accountId: string;
  readonly reminderId: string;
  readonly receipt: string;
}

/** The channel refused the letter, or it is taken back before it was sent. */
export interface EndReminder {
  readonly accountId: string;
  readonly reminderId: string;
  readonly reason: string;
}

export interface ReminderOutcomeAnswer {
  readonly reminderId: string;
  readonly outcome: 'sent' | 'failed' | 'withdrawn';
}

export const decideRecordReminderSent = (
  { accountId, reminderId, receipt }: RecordReminderSent,
  state: AccountState,
): Decision<ReminderSent, ReminderOutcomeAnswer> =>
  end(state, reminderId, 'sent', { type: 'ReminderSent', data: { accountId, reminderId, channel: 'outbox', receipt } });

/** Its steps are free again: the next run takes them. */
export const decideRecordReminderFailed = (
  { accountId, reminderId, reason }: EndReminder,
  state: AccountState,
): Decision<ReminderFailed, ReminderOutcomeAnswer> =>
  end(state, reminderId, 'failed', { type: 'ReminderFailed', data: { accountId, reminderId, channel: 'outbox', reason } });

/** Its steps are free again: a later run takes them if they are still due. */
export const decideWithdrawReminder = (
  { accountId, reminderId, reason }: EndReminder,
  state: AccountState,
): Decision<ReminderWithdrawn, ReminderOutcomeAnswer> =>
  end(state, reminderId, 'withdrawn', { type: 'ReminderWithdrawn', data: { accountId, reminderId, reason } });

function end<Event>(
  state: AccountState,
  reminderId: string,
  outcome: ReminderOutcomeAnswer['outcome'],
  event: Event,
): Decision<Event, ReminderOutcomeAnswer> {
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    const message = `Reminder ${reminderId} was never claimed in this account; look up the account's reminders.`;
    return refuse(refusal('not-found', 'REMINDER.UNKNOWN', message, { reminderId }));
  }
  if (letter.outcome === outcome) {
    return accept([], { reminderId, outcome });
  }
  if (letter.outcome !== 'due') {
    const message = `Reminder ${reminderId} is ${letter.outcome} already and cannot be ${outcome}; nothing is to be done.`;
    return refuse(refusal('conflict', 'REMINDER.ENDED', message, { reminderId, outcome: letter.outcome }));
  }
  return accept([event], { reminderId, outcome });
}

/**
 * Why a claimed letter must not go out any more, or null when it still holds: looked at on the caught-up account
 * immediately before sending.
 */
export function whyWithdraw(state: AccountState, reminderId: string): string | null {
  const letter = state.letters.get(reminderId);
  if (letter === undefined || letter.outcome !== 'due') {
    return letter === undefined ? 'never claimed' : `${letter.outcome} already`;
  }
  return state.held === null ? changedSince(state, letter) : 'account held since';
}

function changedSince(state: AccountState, { items, runDate, currency }: Letter): string | null {
  const { digits } = knownCurrency(currency);
  for (const { item, openAmount } of items) {
    if ((state.invoices.get(item.invoiceId)?.disputeId ?? null) !== null) {
      return `invoice ${item.invoiceId} disputed since`;
    }
    const open = formatMinor(openToRemind(item, runDate), digits);
    if (open !== openAmount) {
      return `open amount of invoice ${item.invoiceId} changed from ${openAmount} to ${open}`;
    }
  }
  return null;
}

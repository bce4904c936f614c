import { formatMinor, knownCurrency } from '#money';
import { accept, refusal, refuse, type Decision } from '../refusal';
import { openToRemind } from '../reminders/plan-reminders';
import { whySpared } from '../reminders/spared';
import type { AccountHeld, ReminderFailed, ReminderSent, ReminderWithdrawn } from './account.events';
import type { AccountState, Letter } from './account.state';
import type { LateChargeClaimed } from './late-charge.events';

/** A channel accepted the letter, or a person found out that it had gone. */
export interface RecordReminderSent {
  readonly accountId: string;
  readonly reminderId: string;
  readonly receipt: string;
  /** Its fee is charged, and its account held, on this day. */
  readonly today: string;
  /** A person's. */
  readonly requestId?: string;
}

/** The channel refused the letter, or it is taken back before it was sent. */
export interface EndReminder {
  readonly accountId: string;
  readonly reminderId: string;
  readonly reason: string;
  /** A person's. */
  readonly requestId?: string;
}

export interface ReminderOutcomeAnswer {
  readonly reminderId: string;
  readonly outcome: 'sent' | 'failed' | 'withdrawn';
}

export type ReminderSentEvent = ReminderSent | LateChargeClaimed | AccountHeld;

/**
 * What the letter brings with it happens in the same append as its going out, so that a crash neither doubles nor loses
 * it: its fee is claimed, its account is held.
 */
export function decideRecordReminderSent(command: RecordReminderSent, state: AccountState): Decision<ReminderSentEvent, ReminderOutcomeAnswer> {
  const { accountId, reminderId, receipt, today, requestId } = command;
  const letter = state.letters.get(reminderId);
  const sent: ReminderSent = {
    type: 'ReminderSent',
    data: { accountId, reminderId, channel: letter?.due.channel ?? 'outbox', receipt, ...(requestId === undefined ? {} : { requestId }) },
  };
  return end(state, reminderId, 'sent', letter === undefined ? [] : [sent, ...feeOf(letter, state, today), ...holdOf(letter, state, today)]);
}

function feeOf({ due, items }: Letter, state: AccountState, today: string): LateChargeClaimed[] {
  const { fee, accountId, reminderId, runDate } = due;
  if (fee === undefined || state.charges.has(fee.saleId)) {
    return [];
  }
  const { saleId, invoiceId, currency, amount } = fee;
  const documentNumber = items.find(({ item }) => item.invoiceId === invoiceId)?.item.documentNumber ?? invoiceId;
  const data = {
    accountId, requestId: reminderId, saleId, aboutInvoiceId: invoiceId, documentNumber, purpose: 'late-fee' as const,
    claimedOn: today, through: runDate, currency, amount, reminderId,
  };
  return [{ type: 'LateChargeClaimed', data }];
}

function holdOf({ due: { accountId, reminderId, actions = [], level } }: Letter, state: AccountState, today: string): AccountHeld[] {
  if (!actions.includes('hold') || state.held !== null) {
    return [];
  }
  return [{ type: 'AccountHeld', data: { accountId, requestId: reminderId, heldOn: today, reason: `${level ?? 'reminder'} sent`, reminderId } }];
}

/** Its steps are free again: a run of a later day takes them, a few times; then a person has to look. */
export const decideRecordReminderFailed = (
  { accountId, reminderId, reason, requestId }: EndReminder,
  state: AccountState,
): Decision<ReminderFailed, ReminderOutcomeAnswer> => {
  const channel = state.letters.get(reminderId)?.due.channel ?? 'outbox';
  const data = { accountId, reminderId, channel, reason: reason.slice(0, 1000), ...(requestId === undefined ? {} : { requestId }) };
  return end(state, reminderId, 'failed', [{ type: 'ReminderFailed', data }]);
};

/** Its steps are free again: a later run takes them if they are still due. */
export const decideWithdrawReminder = (
  { accountId, reminderId, reason }: EndReminder,
  state: AccountState,
): Decision<ReminderWithdrawn, ReminderOutcomeAnswer> =>
  end(state, reminderId, 'withdrawn', [{ type: 'ReminderWithdrawn', data: { accountId, reminderId, reason } }]);

function end<Event>(
  state: AccountState,
  reminderId: string,
  outcome: ReminderOutcomeAnswer['outcome'],
  events: readonly Event[],
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
  return accept(events, { reminderId, outcome });
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
  return changedSince(state, letter);
}

function changedSince(state: AccountState, { items, runDate, currency }: Letter): string | null {
  const { digits } = knownCurrency(currency);
  for (const { item, openAmount } of items) {
    const spared = whySpared(state, item, runDate);
    if (spared !== null) {
      return `invoice ${item.invoiceId} ${spared.why} since: ${spared.detail}`;
    }
    const open = formatMinor(openToRemind(item, runDate), digits);
    if (open !== openAmount) {
      return `open amount of invoice ${item.invoiceId} changed from ${openAmount} to ${open}`;
    }
  }
  return null;
}

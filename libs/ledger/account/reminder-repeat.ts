import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { ReminderPolicy } from '../entity/entity.state';
import { openToRemind, type PlannedReminder } from '../reminders/plan-reminders';
import { whySpared } from '../reminders/spared';
import type { ReminderDue, ReminderFailed } from './account.events';
import type { AccountState, Letter } from './account.state';
import { letterOf } from './claim-reminders';
import { cameBack } from './reminder-bounce';
import { resolutionKey, stepKey } from './reminder.fold';
import { recall } from './repeated-request';

/** A person decides that a letter that failed or came back, or of which nobody knows whether it went, is sent again. */
export interface RepeatReminder {
  readonly accountId: string;
  readonly reminderId: string;
  readonly requestId: string;
  readonly inputHash: string;
  /** The policy version whose steps the letter took. */
  readonly policy: ReminderPolicy;
  readonly today: string;
  readonly feeSaleId?: (reminderId: string) => string;
  readonly reason: string;
}

export interface ReminderRepeatedAnswer {
  /** The letter that repeats it. */
  readonly reminderId: string;
  /** It is to be sent now; null: it was claimed by the same request before. */
  readonly claimed: ReminderDue['data'] | null;
}

/** Claims a letter of its own about what is still open of the first one's items; the first one is ended. */
export function decideRepeatReminder(command: RepeatReminder, state: AccountState): Decision<ReminderFailed | ReminderDue, ReminderRepeatedAnswer> {
  const { accountId, reminderId, requestId, reason } = command;
  const known = recall(state.requests, { key: resolutionKey(requestId), code: 'REMINDER.CONFLICT', what: `Request ${requestId}` }, command.inputHash);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    return refuse(refusal('not-found', 'REMINDER.UNKNOWN', `Reminder ${reminderId} was never claimed in this account; look up the account's reminders.`, { reminderId }));
  }
  if (known.kind === 'repeated') {
    return accept([], { reminderId: letter.repeatedBy ?? reminderId, claimed: null });
  }
  const unfit = refuseRepeat(letter);
  if (unfit !== null) {
    return refuse(unfit);
  }
  const reminders = stillOwed(command, letter, state);
  if (reminders.every(({ listed }) => listed === true)) {
    const message = `Nothing of reminder ${reminderId} is to be reminded of any more: paid, promised, disputed, held, with an agency, or reminded by another letter since.`;
    return refuse(refusal('conflict', 'REMINDER.NOTHING_LEFT', message, { reminderId }));
  }
  const { today: runDate, policy, feeSaleId } = command;
  // The letter that came back has charged its fee already.
  const head = { accountId, runDate, policy, ...(feeSaleId === undefined || letter.outcome === 'sent' ? {} : { feeSaleId }) };
  const due = letterOf(head, nextId(state, reminderId), reminders, state);
  const claimed = { ...due.data, repeats: reminderId, requestId };
  const failed: ReminderFailed = { type: 'ReminderFailed', data: { accountId, reminderId, channel: letter.due.channel, reason: `unconfirmed; sent again: ${reason}`.slice(0, 1000), requestId } };
  return accept([...(letter.outcome === 'due' ? [failed] : []), { type: 'ReminderDue', data: claimed }], { reminderId: claimed.reminderId, claimed });
}

function refuseRepeat(letter: Letter): Refusal | null {
  const { reminderId, outcome, repeatedBy } = letter;
  if ((outcome === 'sent' && !cameBack(letter)) || outcome === 'withdrawn') {
    const message = `Reminder ${reminderId} is ${outcome}; only one that failed, came back for good or is unconfirmed is sent again. The next step of its items follows in a run.`;
    return refusal('conflict', 'REMINDER.ENDED', message, { reminderId, outcome });
  }
  return repeatedBy === undefined
    ? null
    : refusal('conflict', 'REMINDER.REPEATED', `Reminder ${reminderId} was sent again as ${repeatedBy}; repeat that one.`, { reminderId, repeatedBy });
}

function stillOwed({ policy, today }: RepeatReminder, letter: Letter, state: AccountState): PlannedReminder[] {
  const reminders: PlannedReminder[] = [];
  for (const { item, step: name, listed } of letter.items) {
    const step = policy.steps.find(({ step: one }) => one === name);
    const taken = item.reminded?.get(stepKey(letter.policyId, name));
    const openAmount = openToRemind(item, today);
    const free = listed === true || taken === undefined || taken === letter.reminderId;
    if (step !== undefined && free && openAmount > 0n && whySpared(state, item, today) === null) {
      reminders.push({ item, step, openAmount, ...(listed === undefined ? {} : { listed }) });
    }
  }
  return reminders;
}

function nextId(state: AccountState, reminderId: string): string {
  for (let repeat = 2; ; repeat += 1) {
    const id = `${reminderId}~${repeat}`;
    if (!state.letters.has(id)) {
      return id;
    }
  }
}

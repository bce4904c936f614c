import { formatMinor, knownCurrency } from '#money';
import { accept, type Decision } from '../refusal';
import { planReminders, type PlannedReminder, type SkippedStep } from '../reminders/plan-reminders';
import type { ReminderPolicy } from '../entity/entity.state';
import type { ReminderDue } from './account.events';
import type { AccountState } from './account.state';

/** A run for a day asks what this debtor is to be reminded of. */
export interface ClaimReminders {
  readonly accountId: string;
  /** Id of the letter; made from account, policy and run date. Letters in further currencies add `~` and the code. */
  readonly reminderId: string;
  readonly runDate: string;
  readonly policy: ReminderPolicy;
}

export interface RemindersClaimedAnswer {
  /** Letters to be sent now: claimed by this decision. */
  readonly claimed: readonly ReminderDue['data'][];
  /** Letters of the same id claimed before; what became of them is in the account, they are not sent again. */
  readonly before: readonly string[];
  /** Steps not taken, to be recorded in the collector's record, which keeps each one once. */
  readonly skipped: readonly SkippedStep[];
}

/** More than this many items wait for the next run, oldest due first, so that a letter stays one event. */
const itemsPerLetterMax = 1000;

/** Claims one letter per currency before it is sent: from here it counts as sent until its outcome is known. */
export function decideClaimReminders(command: ClaimReminders, state: AccountState): Decision<ReminderDue, RemindersClaimedAnswer> {
  const plan = planReminders(state, command.policy, command.runDate);
  const events: ReminderDue[] = [];
  for (const [currency, reminders] of [...plan.letters].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const reminderId = freeId(command.reminderId, currency, state, events.length === 0);
    if (reminderId !== null) {
      events.push(letter(command, reminderId, currency, reminders.slice(0, itemsPerLetterMax)));
    }
  }
  const ids = [command.reminderId, ...[...state.queues.keys()].map((currency) => `${command.reminderId}~${currency}`)];
  const before = ids.filter((id) => state.letters.has(id));
  return accept(events, { claimed: events.map(({ data }) => data), before, skipped: plan.skipped });
}

/** The id of this letter, or null when a letter of that id was claimed before. */
function freeId(reminderId: string, currency: string, state: AccountState, first: boolean): string | null {
  const own = `${reminderId}~${currency}`;
  if (first && !state.letters.has(reminderId)) {
    return reminderId;
  }
  return state.letters.get(reminderId)?.currency === currency || state.letters.has(own) ? null : own;
}

function letter(
  { accountId, runDate, policy }: ClaimReminders,
  reminderId: string,
  currency: string,
  reminders: readonly PlannedReminder[],
): ReminderDue {
  const { digits } = knownCurrency(currency);
  const items = reminders.map(({ item, step, openAmount }) => ({
    invoiceId: item.invoiceId,
    instalment: item.instalment,
    documentNumber: item.documentNumber,
    dueDate: item.dueDate,
    openAmount: formatMinor(openAmount, digits),
    step: step.step,
  }));
  const { policyId, version: policyVersion } = policy;
  return { type: 'ReminderDue', data: { accountId, reminderId, runDate, policyId, policyVersion, channel: 'outbox', currency, items } };
}

import { formatMinor, knownCurrency, minorOf } from '#money';
import { accept, type Decision } from '../refusal';
import { coveredSteps } from '../reminders/covered-steps';
import { planReminders, type PlannedReminder, type Reachable, type SkippedStep } from '../reminders/plan-reminders';
import { leadingStep, levelOf } from '../reminders/policy';
import type { PolicyInForce } from '../reminders/taken-steps';
import type { ReminderDue } from './account.events';
import type { AccountState } from './account.state';
import { compareDue } from './due-queue';

/** A run for a day asks what this debtor is to be reminded of. */
export interface ClaimReminders {
  readonly accountId: string;
  /** Id of the letter; made from account, policy and run date. Letters in further currencies add `~` and the code. */
  readonly reminderId: string;
  readonly runDate: string;
  readonly policy: PolicyInForce;
  /** Where the legal entity is; what payments dated later cover is recorded as spared. Absent: it is passed over in silence. */
  readonly today?: string;
  /** Default: by every channel. */
  readonly reachable?: Reachable;
  /** The sale that bills the fee of a letter, made from the letter's id. Absent: fees are not charged. */
  readonly feeSaleId?: (reminderId: string) => string;
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
  const plan = planReminders(state, command.policy, command.runDate, command.reachable ?? { byEmail: true });
  const events: ReminderDue[] = [];
  for (const [currency, reminders] of [...plan.letters].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const reminderId = freeId(command.reminderId, currency, state, events.length === 0);
    if (reminderId !== null) {
      events.push(letterOf(command, reminderId, reminders.slice(0, itemsPerLetterMax), state));
    }
  }
  const ids = [command.reminderId, ...[...state.queues.keys()].map((currency) => `${command.reminderId}~${currency}`)];
  const before = ids.filter((id) => state.letters.has(id));
  const covered = command.today === undefined ? [] : coveredSteps(state, command.policy, { runDate: command.runDate, today: command.today });
  return accept(events, { claimed: events.map(({ data }) => data), before, skipped: [...plan.skipped, ...covered] });
}

/** The id of this letter, or null when a letter of that id was claimed before. */
function freeId(reminderId: string, currency: string, state: AccountState, first: boolean): string | null {
  const own = `${reminderId}~${currency}`;
  if (first && !state.letters.has(reminderId)) {
    return reminderId;
  }
  return state.letters.get(reminderId)?.currency === currency || state.letters.has(own) ? null : own;
}

type Head = Pick<ClaimReminders, 'accountId' | 'runDate' | 'policy' | 'feeSaleId'>;

/** The letter about these steps: the strongest of them gives its channel and level. Precondition: at least one is taken, all in one currency. */
export function letterOf(head: Head, reminderId: string, reminders: readonly PlannedReminder[], state: AccountState): ReminderDue {
  const { accountId, runDate, policy } = head;
  const taken = reminders.filter(({ listed }) => listed !== true);
  const steps = taken.map(({ step }) => step);
  const leading = leadingStep(steps);
  const currency = reminders[0]?.item.currency;
  if (leading === undefined || currency === undefined) {
    throw new Error(`reminder ${reminderId} is about nothing`);
  }
  const { digits } = knownCurrency(currency);
  const items = [...reminders].sort((left, right) => compareDue(left.item, right.item)).map(({ item, step, openAmount, listed }) => ({
    invoiceId: item.invoiceId,
    instalment: item.instalment,
    documentNumber: item.documentNumber,
    dueDate: item.dueDate,
    openAmount: formatMinor(openAmount, digits),
    step: step.step,
    ...(listed === undefined ? {} : { listed }),
  }));
  const level = levelOf(leading);
  const actions = (['hold', 'propose-hand-over'] as const).filter((action) => steps.some((step) => step.action === action));
  const fee = feeOf(head, reminderId, taken, state);
  const { policyId, version: policyVersion } = policy;
  return {
    type: 'ReminderDue',
    data: {
      accountId, reminderId, runDate, policyId, policyVersion, channel: leading.channel, ...(level === 'reminder' ? {} : { level }), currency, items,
      ...(fee === null ? {} : { fee }),
      ...(actions.length === 0 ? {} : { actions }),
    },
  };
}

type Fee = NonNullable<ReminderDue['data']['fee']>;

/** One fee per letter, the highest of its steps; a fee or interest that is itself reminded of bears none. */
function feeOf({ feeSaleId }: Head, reminderId: string, reminders: readonly PlannedReminder[], state: AccountState): Fee | null {
  let highest: { readonly invoiceId: string; readonly currency: string; readonly minor: bigint } | null = null;
  for (const { item, step } of reminders) {
    const minor = step.fee === undefined ? 0n : minorOf(step.fee, knownCurrency(item.baseCurrency).digits);
    const invoice = state.invoices.get(item.invoiceId);
    if (minor > (highest?.minor ?? 0n) && invoice?.isCharge !== true && invoice?.isDebit !== true) {
      highest = { invoiceId: item.invoiceId, currency: item.baseCurrency, minor };
    }
  }
  if (highest === null || feeSaleId === undefined) {
    return null;
  }
  const { invoiceId, currency, minor } = highest;
  return { saleId: feeSaleId(reminderId), invoiceId, currency, amount: formatMinor(minor, knownCurrency(currency).digits) };
}

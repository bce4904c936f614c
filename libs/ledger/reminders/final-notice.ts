import { openItems, type AccountState, type Letter, type OpenItem } from '../account/account.state';
import { compareDue } from '../account/due-queue';
import { leadingStep, levelOf } from './policy';
import { openToRemind, type PlannedReminder } from './planned-reminder';
import { whySpared } from './spared';
import type { PolicyInForce } from './taken-steps';

/**
 * A letter as it goes out. A final notice demands everything of its currency that is overdue: what takes no step that
 * day stands on it as well, so that who pays its total is done. Any other letter is as it was planned.
 */
export function withAllOverdue(state: AccountState, reminders: readonly PlannedReminder[], runDate: string): readonly PlannedReminder[] {
  const leading = leadingStep(reminders.map(({ step }) => step));
  const currency = reminders[0]?.item.currency;
  if (leading === undefined || levelOf(leading) !== 'final-notice') {
    return reminders;
  }
  const planned = new Set(reminders.map(({ item }) => item));
  const listed: PlannedReminder[] = [];
  for (const item of openItems(state)) {
    const openAmount = openToRemind(item, runDate);
    if (item.currency === currency && item.dueDate < runDate && openAmount > 0n && !planned.has(item) && whySpared(state, item, runDate) === null) {
      listed.push({ item, step: leading, openAmount, listed: true });
    }
  }
  return [...reminders, ...listed.sort((left, right) => compareDue(left.item, right.item))];
}

/**
 * The final notice that stands for an item: the item is on it for a milder step or none, the letter went out or may have,
 * and something that it was sent for is still to be paid. The item's own final notice would be a second last letter of
 * one escalation. Null: there is none.
 */
export function standingFinalNotice(state: AccountState, item: OpenItem, policy: PolicyInForce, runDate: string): Letter | null {
  for (const letter of state.letters.values()) {
    const isOut = (letter.outcome === 'sent' && letter.bounced?.kind !== 'hard') || letter.outcome === 'due';
    const isFor = (one: Letter['items'][number]): boolean => one.listed !== true && isFinal(letter, one.step, policy);
    const isOwed = ({ item: one }: Letter['items'][number]): boolean => openToRemind(one, runDate) > 0n && whySpared(state, one, runDate) === null;
    const onIt = letter.due.level === 'final-notice' && letter.items.some((one) => one.item === item && !isFor(one));
    if (isOut && onIt && letter.items.some((one) => isFor(one) && isOwed(one))) {
      return letter;
    }
  }
  return null;
}

/** By the version the letter was sent under; what that does not say is taken for the letter's own level. */
function isFinal({ due }: Letter, name: string, { policyId, steps, versions = [] }: PolicyInForce): boolean {
  const sentUnder = due.policyId === policyId ? (versions.find(({ version }) => version === due.policyVersion)?.steps ?? steps) : [];
  const step = sentUnder.find(({ step: one }) => one === name);
  return step === undefined || levelOf(step) === 'final-notice';
}

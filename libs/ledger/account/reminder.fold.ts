import type { ReminderDue } from './account.events';
import type { AccountState, Letter } from './account.state';

export const stepKey = (policyId: string, step: string): string => `${policyId}:${step}`;

export function foldLetter(state: AccountState, data: ReminderDue['data']): void {
  const { reminderId, runDate, policyId, currency } = data;
  const items = data.items.map(({ invoiceId, instalment, step, openAmount }) => {
    const item = state.invoices.get(invoiceId)?.items.find(({ instalment: number }) => number === instalment);
    if (item === undefined) {
      throw new Error(`instalment ${instalment} of invoice ${invoiceId} is reminded and was never entered`);
    }
    return { item, step, openAmount };
  });
  for (const { item, step } of items) {
    item.reminded ??= new Map();
    item.reminded.set(stepKey(policyId, step), reminderId);
    item.remindedOn = runDate;
  }
  state.letters.set(reminderId, { reminderId, runDate, policyId, currency, items, outcome: 'due' });
}

/** A step whose letter failed or was withdrawn is free again: nobody was reminded. */
export function foldLetterOutcome(state: AccountState, reminderId: string, outcome: Exclude<Letter['outcome'], 'due'>): void {
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    throw new Error(`reminder ${reminderId} has an outcome and was never claimed`);
  }
  letter.outcome = outcome;
  if (outcome === 'sent') {
    return;
  }
  for (const { item, step } of letter.items) {
    const key = stepKey(letter.policyId, step);
    if (item.reminded?.get(key) === reminderId) {
      item.reminded.delete(key);
    }
  }
}

import type { ReminderBounced, ReminderDue } from './account.events';
import type { AccountState, Letter } from './account.state';

export const stepKey = (policyId: string, step: string): string => `${policyId}:${step}`;

/** Subject of a person's decision about a letter. */
export const resolutionKey = (requestId: string): string => `reminder:${requestId}`;

export function foldLetter(state: AccountState, data: ReminderDue['data'], inputHash: string): void {
  const { reminderId, runDate, policyId, currency } = data;
  const items = data.items.map(({ invoiceId, instalment, step, openAmount, listed }) => {
    const item = state.invoices.get(invoiceId)?.items.find(({ instalment: number }) => number === instalment);
    if (item === undefined) {
      throw new Error(`instalment ${instalment} of invoice ${invoiceId} is reminded and was never entered`);
    }
    return { item, step, openAmount, ...(listed === undefined ? {} : { listed }) };
  });
  for (const { item, step } of items.filter(({ listed }) => listed !== true)) {
    item.reminded ??= new Map();
    item.reminded.set(stepKey(policyId, step), reminderId);
    item.remindedOn = runDate;
  }
  state.letters.set(reminderId, { reminderId, runDate, policyId, currency, items, due: data, outcome: 'due' });
  const repeated = data.repeats === undefined ? undefined : state.letters.get(data.repeats);
  if (repeated !== undefined) {
    repeated.repeatedBy = reminderId;
  }
  remember(state, data.requestId, inputHash);
}

/** How a letter ended, as its event says. */
export interface LetterEnd {
  readonly reminderId: string;
  readonly outcome: Exclude<Letter['outcome'], 'due'>;
  readonly reason?: string;
  readonly requestId?: string;
}

/** A step whose letter failed or was withdrawn is free again: nobody was reminded. */
export function foldLetterOutcome(state: AccountState, { reminderId, outcome, reason, requestId }: LetterEnd, inputHash: string): void {
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    throw new Error(`reminder ${reminderId} has an outcome and was never claimed`);
  }
  letter.outcome = outcome;
  remember(state, requestId, inputHash);
  if (outcome === 'sent') {
    return;
  }
  if (reason !== undefined) {
    letter.why = reason;
  }
  for (const { item, step } of letter.items) {
    const key = stepKey(letter.policyId, step);
    if (item.reminded?.get(key) === reminderId) {
      item.reminded.delete(key);
    }
  }
}

export function foldLetterBounced(state: AccountState, { reminderId, bouncedOn, kind, reason }: ReminderBounced['data']): void {
  const letter = state.letters.get(reminderId);
  if (letter === undefined) {
    throw new Error(`reminder ${reminderId} came back and was never claimed`);
  }
  letter.bounced = { bouncedOn, kind, reason };
}

function remember(state: AccountState, requestId: string | undefined, inputHash: string): void {
  if (requestId !== undefined) {
    state.requests.set(resolutionKey(requestId), inputHash);
  }
}

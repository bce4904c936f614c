import type { AccountState, OpenItem } from '../account/account.state';
import { directDebitInFlight } from '../account/direct-debit-in-flight';
import type { ReminderSkipped } from '../collection/collection.events';

/** Why an item is not reminded of, and what shows it. */
export interface Spared {
  readonly why: ReminderSkipped['data']['why'];
  readonly detail: string;
}

/**
 * Why nobody is to be reminded of an open item on a day, whatever the policy says; null: nothing speaks against it. The
 * run asks before it claims a letter, and the sender once more immediately before the letter goes out.
 */
export function whySpared(state: AccountState, item: OpenItem, day: string): Spared | null {
  if (!item.remind) {
    return { why: 'not-reminded', detail: 'agreed so when the invoice was issued' };
  }
  const handover = withAgency(state, item);
  if (handover !== null) {
    return { why: 'with-agency', detail: `hand-over ${handover}` };
  }
  // A hold that a reminder step set is part of the escalation: the letters that follow still go out.
  if (state.held !== null && state.held.reminderId === undefined) {
    return { why: 'held', detail: `account held since ${state.held.heldOn}` };
  }
  const disputeId = state.invoices.get(item.invoiceId)?.disputeId ?? null;
  if (disputeId !== null) {
    return { why: 'disputed', detail: `dispute ${disputeId}` };
  }
  const directDebitId = directDebitInFlight(state, item);
  if (directDebitId !== null) {
    return { why: 'in-flight', detail: `direct debit ${directDebitId}` };
  }
  const promise = promiseFor(state, item, day);
  return promise === null ? null : { why: 'promised', detail: `promise ${promise.promiseId} for ${promise.promisedFor}` };
}

type Part = Pick<OpenItem, 'invoiceId' | 'instalment'>;

const names = (parts: readonly Part[], { invoiceId, instalment }: Part): boolean =>
  parts.some((part) => part.invoiceId === invoiceId && part.instalment === instalment);

/** The hand-over by which an agency collects the item now; null: none does. */
export function withAgency(state: AccountState, item: Part): string | null {
  for (const [handoverId, { handed, recalled }] of state.care.handOvers) {
    if (recalled === null && names(handed.items, item)) {
      return handoverId;
    }
  }
  return null;
}

/** The promise that holds for the item on a day: not withdrawn, and its own day not passed. */
export function promiseFor(state: AccountState, item: OpenItem, day: string): { readonly promiseId: string; readonly promisedFor: string } | null {
  for (const { given, withdrawn } of state.care.promises.values()) {
    const { invoiceIds, currency, givenOn, promisedFor } = given;
    const named = invoiceIds === undefined ? item.issueDate <= givenOn : invoiceIds.includes(item.invoiceId);
    if (withdrawn === null && named && currency === item.currency && promisedFor >= day) {
      return given;
    }
  }
  return null;
}

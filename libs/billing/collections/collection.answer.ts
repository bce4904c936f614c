import type { ContactAnswer, HandOverAnswer as Decided, PromiseAnswer as DecidedPromise } from '#ledger';
import type { OfAccount } from '../accounts/correction.answer';
import type { AllocatedAnswer } from '../accounts/account.answer';

export type PromiseAnswer = OfAccount<DecidedPromise>;
export type HandOverAnswer = OfAccount<Decided>;
export type ContactLoggedAnswer = ContactAnswer & { readonly accountId: string };

/** The receipt as it was applied, with the commission accepted. */
export interface AgencyReceiptAnswer extends AllocatedAnswer {
  readonly handoverId: string;
  readonly paymentId: string;
}

export interface ReminderResolvedAnswer {
  readonly accountId: string;
  /** The letter asked about, or the one that repeats it. */
  readonly reminderId: string;
  readonly outcome: 'sent' | 'failed' | 'withdrawn' | 'unconfirmed';
}

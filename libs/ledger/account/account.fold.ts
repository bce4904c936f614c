import type { StreamFold } from '../refusal';
import type { AccountEvent } from './account.events';
import { initialAccount, type AccountState } from './account.state';
import { foldAllocation, foldUndoing } from './allocation.fold';
import { isCare, type CareEvent } from './care.events';
import { applyCareEvent } from './care.fold';
import { applyCorrection } from './correction.fold';
import { isCorrection, type CorrectionEvent } from './correction.events';
import { foldCreditNoteEntered, foldCreditNoteRefused, foldCreditNoteRequested } from './credit.fold';
import { foldInvoice, foldDisputeOpened, foldDisputeResolved } from './invoice.fold';
import { foldPayment, foldPaymentReleased, foldPaymentReversal } from './receipt.fold';
import { foldLetter, foldLetterBounced, foldLetterOutcome } from './reminder.fold';

/** The debtor account from its events, in their order. Changes and returns the state it is given. */
export const accountFold: StreamFold<AccountState, AccountEvent> = {
  initial: initialAccount,
  evolve: (state, event, _revision, inputHash) => {
    state.accountId ??= event.data.accountId;
    apply(state, event, inputHash);
    return state;
  },
};

function apply(state: AccountState, event: AccountEvent, inputHash: string): void {
  switch (event.type) {
    case 'InvoiceEntered':
    case 'PaymentEntered':
    case 'PaymentReleased':
    case 'PaymentReversalEntered':
    case 'PaymentAllocated':
    case 'AllocationReversed':
      return applyMoney(state, event, inputHash);
    case 'CreditNoteRequested':
      return foldCreditNoteRequested(state, event.data, inputHash);
    case 'CreditNoteRefused':
      return foldCreditNoteRefused(state, event.data, inputHash);
    case 'CreditNoteEntered':
      return foldCreditNoteEntered(state, event.data);
    default:
      if (isCare(event)) {
        return applyCareEvent(state, event, inputHash);
      }
      return isCorrection(event) ? applyCorrection(state, event, inputHash) : applyAttention(state, event, inputHash);
  }
}

type MoneyEvent = Extract<
  AccountEvent,
  { type: 'InvoiceEntered' | 'PaymentEntered' | 'PaymentReleased' | 'PaymentReversalEntered' | 'PaymentAllocated' | 'AllocationReversed' }
>;
type CreditEvent = Extract<AccountEvent, { type: 'CreditNoteRequested' | 'CreditNoteRefused' | 'CreditNoteEntered' }>;

function applyMoney(state: AccountState, event: MoneyEvent, inputHash: string): void {
  switch (event.type) {
    case 'InvoiceEntered':
      return foldInvoice(state, event.data);
    case 'PaymentEntered':
      return foldPayment(state, event.data);
    case 'PaymentReleased':
      return foldPaymentReleased(state, event.data, inputHash);
    case 'PaymentReversalEntered':
      return foldPaymentReversal(state, event.data);
    case 'PaymentAllocated':
      return foldAllocation(state, event.data, inputHash);
    case 'AllocationReversed':
      return foldUndoing(state, event.data, inputHash);
  }
}

/** Disputes, reminders and holds: no money moves. */
function applyAttention(state: AccountState, event: Exclude<AccountEvent, MoneyEvent | CreditEvent | CorrectionEvent | CareEvent>, inputHash: string): void {
  switch (event.type) {
    case 'DisputeOpened':
      return foldDisputeOpened(state, event.data, inputHash);
    case 'DisputeResolved':
      return foldDisputeResolved(state, event.data, inputHash);
    case 'ReminderDue':
      return foldLetter(state, event.data, inputHash);
    case 'ReminderSent':
      return foldLetterOutcome(state, { outcome: 'sent', ...event.data }, inputHash);
    case 'ReminderFailed':
      return foldLetterOutcome(state, { outcome: 'failed', ...event.data }, inputHash);
    case 'ReminderWithdrawn':
      return foldLetterOutcome(state, { outcome: 'withdrawn', ...event.data }, inputHash);
    case 'ReminderBounced':
      return foldLetterBounced(state, event.data);
    case 'AccountHeld': {
      const { heldOn, reason, reminderId } = event.data;
      state.held = { heldOn, reason, ...(reminderId === undefined ? {} : { reminderId }) };
      state.requests.set(`hold:${event.data.requestId}`, inputHash);
      return undefined;
    }
    case 'AccountReleased':
      state.held = null;
      state.requests.set(`release:${event.data.requestId}`, inputHash);
      return undefined;
    case 'LateChargeClaimed':
      state.charges.set(event.data.saleId, event.data);
      state.requests.set(`late-charges:${event.data.requestId}`, inputHash);
      return undefined;
  }
}

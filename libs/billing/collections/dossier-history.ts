import type { StoredEvent } from '#event-store';
import type { AccountEvent, CollectionEvent, HandedToCollections } from '#ledger';

/** One thing that happened, in the order of the log. */
export interface HistoryEntry {
  readonly date: string;
  readonly kind: string;
  readonly text: string;
}

type Known = AccountEvent | CollectionEvent;
type Parts = HandedToCollections['data']['items'];

/** What an event says of the handed items, in a sentence; null: it does not concern them. */
export function historyEntry(stored: Pick<StoredEvent, 'type' | 'data'>, items: Parts): HistoryEntry | null {
  const concerns = (ids: readonly string[] | undefined): boolean => ids === undefined || items.some(({ invoiceId }) => ids.includes(invoiceId));
  const event = { type: stored.type, data: stored.data } as Known;
  switch (event.type) {
    case 'InvoiceEntered':
      return concerns([event.data.invoiceId]) ? entry(event.data.issueDate, 'invoice', `invoice ${event.data.documentNumber} over ${event.data.gross} ${event.data.currency}`) : null;
    case 'PaymentAllocated':
      return concerns(event.data.items.map(({ invoiceId }) => invoiceId))
        ? entry(event.data.allocatedOn, 'payment', `${event.data.source.kind === 'receipt' ? 'payment' : 'credit'} ${event.data.source.id} applied`)
        : null;
    case 'AllocationReversed':
      return concerns(event.data.items.map(({ invoiceId }) => invoiceId)) ? entry(event.data.reversedOn, 'payment', `payment taken back: ${event.data.reason}`) : null;
    default:
      return disputeEntry(event, concerns);
  }
}

function disputeEntry(event: Known, concerns: (ids: readonly string[] | undefined) => boolean): HistoryEntry | null {
  switch (event.type) {
    case 'DisputeOpened':
      return concerns([event.data.invoiceId]) ? entry(event.data.openedOn, 'dispute', `dispute ${event.data.disputeId} opened: ${event.data.reason}`) : null;
    case 'DisputeResolved':
      return concerns([event.data.invoiceId]) ? entry(event.data.resolvedOn, 'dispute', `dispute ${event.data.disputeId} resolved: ${event.data.outcome}`) : null;
    case 'LateChargeClaimed':
      return concerns([event.data.aboutInvoiceId]) ? entry(event.data.claimedOn, 'charge', `${event.data.purpose} of ${event.data.amount} ${event.data.currency}`) : null;
    default:
      return collectionEntry(event, concerns);
  }
}

function collectionEntry(event: Known, concerns: (ids: readonly string[] | undefined) => boolean): HistoryEntry | null {
  switch (event.type) {
    case 'ReminderDue': {
      const { runDate, reminderId, level = 'reminder', channel, items } = event.data;
      const about = items.map(({ documentNumber, openAmount }) => `${documentNumber} (${openAmount})`).join(', ');
      return concerns(items.map(({ invoiceId }) => invoiceId)) ? entry(runDate, 'letter', `${level} ${reminderId} by ${channel} about ${about}`) : null;
    }
    case 'PromiseGiven': {
      const { givenOn, promiseId, promisedFor, amount, currency, invoiceIds } = event.data;
      return concerns(invoiceIds) ? entry(givenOn, 'promise', `promise ${promiseId} to pay ${amount} ${currency} by ${promisedFor}`) : null;
    }
    case 'PromiseWithdrawn':
      return entry(event.data.withdrawnOn, 'promise', `promise ${event.data.promiseId} withdrawn: ${event.data.reason}`);
    case 'HandedToCollections':
      return entry(event.data.handedOverOn, 'hand-over', `handed to ${event.data.agency}: ${event.data.reason}`);
    case 'ContactLogged': {
      const { contactedOn, channel, direction, outcome, personal, invoiceIds } = event.data;
      const who = personal.person === undefined ? '' : ` with ${personal.person}`;
      return concerns(invoiceIds) ? entry(contactedOn, 'contact', `${direction} ${channel}${who}, ${outcome}: ${personal.note}`) : null;
    }
    default:
      return outcomeEntry(event);
  }
}

/** What became of a letter bears no day of its own: it stands where the log has it. */
function outcomeEntry(event: Known): HistoryEntry | null {
  switch (event.type) {
    case 'ReminderSent':
      return entry('', 'letter', `letter ${event.data.reminderId} sent by ${event.data.channel} (${event.data.receipt})`);
    case 'ReminderFailed':
      return entry('', 'letter', `letter ${event.data.reminderId} failed: ${event.data.reason}`);
    case 'ReminderWithdrawn':
      return entry('', 'letter', `letter ${event.data.reminderId} withdrawn: ${event.data.reason}`);
    case 'ReminderBounced':
      return entry(event.data.bouncedOn, 'letter', `letter ${event.data.reminderId} came back: ${event.data.reason}`);
    default:
      return null;
  }
}

const entry = (date: string, kind: string, text: string): HistoryEntry => ({ date, kind, text });

import type { StreamFold } from '../refusal';
import type { DeliveryBounced, DeliveryDue, DeliveryEvent, DeliveryResolved } from './delivery.events';

/** What is known of one sending. `unconfirmed`: claimed, and nobody knows whether it went out; it counts as sent. */
export type SendingOutcome = 'unconfirmed' | 'sent' | 'failed';

/** One message about one document: claimed, and what became of it. */
export interface Sending {
  readonly due: DeliveryDue['data'];
  outcome: SendingOutcome;
  /** What the receiving server said, or why it failed. */
  detail: string;
  /** The last report that it came back. */
  bounced: DeliveryBounced['data'] | null;
  resolved: DeliveryResolved['data'] | null;
}

/** All sendings of one document through one channel. */
export interface DeliveryState {
  /** By delivery id, in the order they were claimed. */
  readonly sendings: Map<string, Sending>;
  /** Input hash by request id. */
  readonly requests: Map<string, string>;
  /** `deliveryId day`. */
  readonly opened: Set<string>;
}

export const deliveryFold: StreamFold<DeliveryState, DeliveryEvent> = {
  initial: () => ({ sendings: new Map(), requests: new Map(), opened: new Set() }),
  evolve: (state, event, _revision, inputHash) => {
    switch (event.type) {
      case 'DeliveryDue':
        state.sendings.set(event.data.deliveryId, { due: event.data, outcome: 'unconfirmed', detail: '', bounced: null, resolved: null });
        return state;
      case 'DeliverySent':
        return outcomeKnown(state, event.data.deliveryId, 'sent', event.data.receipt);
      case 'DeliveryFailed':
        return outcomeKnown(state, event.data.deliveryId, 'failed', event.data.reason);
      case 'DeliveryBounced': {
        // What came back had gone out, whatever was thought of it before.
        outcomeKnown(state, event.data.deliveryId, 'sent', event.data.reason);
        known(state, event.data.deliveryId).bounced = event.data;
        return state;
      }
      case 'DeliveryResolved': {
        state.requests.set(event.data.requestId, inputHash);
        known(state, event.data.deliveryId).resolved = event.data;
        return outcomeKnown(state, event.data.deliveryId, event.data.outcome, event.data.reason);
      }
      case 'DocumentOpened':
        state.opened.add(openedKey(event.data.deliveryId, event.data.openedOn));
        return state;
    }
  },
};

export const openedKey = (deliveryId: string, day: string): string => `${deliveryId} ${day}`;

function known(state: DeliveryState, deliveryId: string): Sending {
  const sending = state.sendings.get(deliveryId);
  if (sending === undefined) {
    throw new Error(`delivery ${deliveryId} has an outcome and was never claimed`);
  }
  return sending;
}

function outcomeKnown(state: DeliveryState, deliveryId: string, outcome: SendingOutcome, detail: string): DeliveryState {
  const sending = known(state, deliveryId);
  sending.outcome = outcome;
  sending.detail = detail;
  return state;
}

export type ShownDeliveryState = SendingOutcome | 'bounced';

export interface DeliveryAnswer {
  readonly deliveryId: string;
  readonly documentId: string;
  readonly channel: 'email';
  readonly kind: DeliveryDue['data']['kind'];
  readonly accountId: string;
  /** `unconfirmed`: it may have gone out; it is not repeated before a person has said what became of it. */
  readonly state: ShownDeliveryState;
  /** What the receiving server said, or why it failed or came back. */
  readonly detail: string;
  readonly repeats?: string;
}

/** One sending as it stands. */
export function deliveryAnswer({ due, outcome, detail, bounced }: Sending): DeliveryAnswer {
  const { deliveryId, documentId, channel, kind, accountId, repeats } = due;
  return {
    deliveryId, documentId, channel, kind, accountId, state: bounced === null ? outcome : 'bounced', detail, ...(repeats === undefined ? {} : { repeats }),
  };
}

/** The sending that was claimed last; undefined: none was. */
export const latestSending = ({ sendings }: DeliveryState): Sending | undefined => [...sendings.values()].at(-1);

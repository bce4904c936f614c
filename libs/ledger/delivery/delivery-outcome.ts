import { recall } from '../account/repeated-request';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { DeliveryBounced, DeliveryEvent, DeliveryFailed, DeliveryResolved, DeliverySent, DocumentOpened } from './delivery.events';
import { deliveryAnswer, openedKey, type DeliveryAnswer, type DeliveryState, type Sending } from './delivery.state';

/** The receiving mail server took it over. Told again, nothing changes. */
export function decideRecordDelivered(sent: DeliverySent['data'], state: DeliveryState): Decision<DeliverySent, DeliveryAnswer> {
  return onSending(sent, state, (sending) =>
    sending.outcome === 'sent' ? told(sending) : recorded(sending, { type: 'DeliverySent', data: ofKind(sent, sending) }, { outcome: 'sent', detail: sent.receipt }),
  );
}

/** It certainly did not go out. What is on record as sent stays so. */
export function decideRecordDeliveryFailed(failed: DeliveryFailed['data'], state: DeliveryState): Decision<DeliveryFailed, DeliveryAnswer> {
  return onSending(failed, state, (sending) =>
    sending.outcome !== 'unconfirmed' ? told(sending) : recorded(sending, { type: 'DeliveryFailed', data: ofKind(failed, sending) }, { outcome: 'failed', detail: failed.reason }),
  );
}

/** It came back. A report of the same kind again changes nothing; a harder one is recorded beside it. */
export function decideRecordBounce(bounced: DeliveryBounced['data'], state: DeliveryState): Decision<DeliveryBounced, DeliveryAnswer> {
  return onSending(bounced, state, (sending) => {
    const before = sending.bounced?.kind;
    return before === bounced.kind || before === 'hard'
      ? told(sending)
      : recorded(sending, { type: 'DeliveryBounced', data: ofKind(bounced, sending) }, { outcome: 'sent', detail: bounced.reason, bounced });
  });
}

export type ResolveDelivery = DeliveryResolved['data'] & { readonly inputHash: string };

/** A person says what became of a sending without a known outcome. */
export function decideResolveDelivery(command: ResolveDelivery, state: DeliveryState): Decision<DeliveryResolved, DeliveryAnswer> {
  const { inputHash, ...resolved } = command;
  return onSending(resolved, state, (sending) => {
    const { requestId, deliveryId, outcome, reason } = resolved;
    const found = recall(state.requests, { key: requestId, code: 'DELIVERY.REQUEST_CONFLICT', what: `Request ${requestId}` }, inputHash);
    if (found.kind === 'conflict') {
      return refuse(found.refusal);
    }
    if (found.kind === 'repeated') {
      return told(sending);
    }
    if (sending.outcome !== 'unconfirmed') {
      const { state: known } = deliveryAnswer(sending);
      const message = `delivery ${deliveryId} needs no resolving: it is on record as ${known}. To send again, send the document with repeats ${deliveryId}.`;
      return refuse(refusal('conflict', 'DELIVERY.OUTCOME_KNOWN', message, { deliveryId, state: known }));
    }
    return recorded(sending, { type: 'DeliveryResolved', data: ofKind(resolved, sending) }, { outcome, detail: reason, resolved });
  });
}

/** The customer looked at it: recorded once per sending and day. */
export function decideRecordOpened(opened: DocumentOpened['data'], state: DeliveryState): Decision<DocumentOpened, DeliveryAnswer> {
  return onSending(opened, state, (sending) =>
    state.opened.has(openedKey(opened.deliveryId, opened.openedOn)) ? told(sending) : accept([{ type: 'DocumentOpened', data: ofKind(opened, sending) }], deliveryAnswer(sending)),
  );
}

function onSending<Event extends DeliveryEvent>(
  { deliveryId, documentId }: { readonly deliveryId: string; readonly documentId: string },
  state: DeliveryState,
  decide: (sending: Sending) => Decision<Event, DeliveryAnswer>,
): Decision<Event, DeliveryAnswer> {
  const sending = state.sendings.get(deliveryId);
  return sending === undefined ? refuse(unknownDelivery(deliveryId, documentId)) : decide(sending);
}

/** What became of it says, too, what kind of document it was. */
const ofKind = <Data>(data: Data, { due }: Sending) => ({ ...data, documentKind: due.kind });

const told = (sending: Sending): Decision<never, DeliveryAnswer> => accept([], deliveryAnswer(sending));

const recorded = <Event>(sending: Sending, event: Event, change: Partial<Sending>): Decision<Event, DeliveryAnswer> =>
  accept([event], deliveryAnswer({ ...sending, ...change }));

export const unknownDelivery = (deliveryId: string, documentId?: string): Refusal =>
  refusal('not-found', 'DELIVERY.UNKNOWN', `delivery ${JSON.stringify(deliveryId)} is not on record. Look it up in the list of deliveries.`, {
    deliveryId,
    ...(documentId === undefined ? {} : { documentId }),
  });

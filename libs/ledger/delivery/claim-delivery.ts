import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { DeliveryDue } from './delivery.events';
import { deliveryAnswer, latestSending, type DeliveryAnswer, type DeliveryState, type Sending } from './delivery.state';

/** What is to go out, with everything the message is made of besides the document itself. */
export type ClaimDelivery = DeliveryDue['data'];

export interface ClaimAnswer extends DeliveryAnswer {
  /** True: this decision made the claim, so whoever asked for it sends. False: it was made before. */
  readonly claimed: boolean;
}

/**
 * Claims a sending before it happens. The first one needs nothing; every further one names the last as `repeats`, and
 * only one whose outcome is known: a person decided to send again.
 *
 * Precondition: the delivery id is made from the document, the channel and what is repeated, so that the same wish has
 * the same id.
 */
export function decideClaimDelivery(claim: ClaimDelivery, state: DeliveryState): Decision<DeliveryDue, ClaimAnswer> {
  const before = state.sendings.get(claim.deliveryId);
  if (before !== undefined) {
    return before.due.kind === claim.kind ? accept([], { ...deliveryAnswer(before), claimed: false }) : refuse(otherKind(claim, before));
  }
  const last = latestSending(state);
  const wrong = last === undefined ? nothingToRepeat(claim) : notRepeatable(claim, last);
  if (wrong !== undefined) {
    return refuse(wrong);
  }
  const due: DeliveryDue = { type: 'DeliveryDue', data: claim };
  const sending: Sending = { due: claim, outcome: 'unconfirmed', detail: '', bounced: null, resolved: null };
  return accept([due], { ...deliveryAnswer(sending), claimed: true });
}

function nothingToRepeat({ repeats, documentId }: ClaimDelivery): Refusal | undefined {
  return repeats === undefined
    ? undefined
    : refusal(
        'not-found',
        'DELIVERY.UNKNOWN',
        `document ${documentId} was never sent, so delivery ${repeats} cannot be repeated. Leave repeats out to send it for the first time.`,
        { documentId, repeats },
      );
}

function notRepeatable(claim: ClaimDelivery, last: Sending): Refusal | undefined {
  const { documentId, repeats } = claim;
  const { deliveryId } = last.due;
  if (last.due.kind !== claim.kind) {
    return otherKind(claim, last);
  }
  if (repeats !== deliveryId) {
    const message = `document ${documentId} was sent before; the last time is delivery ${deliveryId}, ${deliveryAnswer(last).state}. Name it in repeats to send once more.`;
    return refusal('conflict', 'DELIVERY.SENT_BEFORE', message, { documentId, deliveryId, state: deliveryAnswer(last).state });
  }
  if (last.outcome === 'unconfirmed') {
    const message = `nobody knows whether delivery ${deliveryId} of document ${documentId} went out. Find out, resolve it as sent or failed, then repeat it.`;
    return refusal('conflict', 'DELIVERY.UNCONFIRMED', message, { documentId, deliveryId });
  }
  return undefined;
}

const otherKind = ({ documentId, kind }: ClaimDelivery, { due }: Sending): Refusal =>
  refusal('conflict', 'DELIVERY.OTHER_KIND', `the deliveries of ${documentId} are of a document of another kind, ${due.kind}. Check the id.`, { documentId, kind, onRecord: due.kind });

/**
 * Whether a claim may still be carried out, looked at immediately before the message leaves: nobody has said meanwhile
 * what became of it.
 */
export const mayStillSend = (state: DeliveryState, deliveryId: string): boolean => state.sendings.get(deliveryId)?.outcome === 'unconfirmed';

import { accountParts, unknownDelivery, type Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { deliveryStream } from './document-delivery';

/** Where a delivery stands, and today where its legal entity is. */
export interface KnownDelivery {
  readonly stream: string;
  readonly which: { readonly documentId: string; readonly channel: 'email'; readonly deliveryId: string };
  readonly today: string;
}

export async function findKnownDelivery(ledger: LedgerContext, deliveryId: string): Promise<KnownDelivery | Refusal> {
  await ledger.readModels.catchUp();
  const record = await ledger.lookups.findDelivery(deliveryId);
  const entity = record === undefined ? undefined : await findEntity(ledger, accountParts(record.accountId).entityId);
  if (record === undefined || entity?.ok !== true) {
    return unknownDelivery(deliveryId);
  }
  const { documentId } = record;
  return { stream: deliveryStream(documentId), which: { documentId, channel: 'email', deliveryId }, today: entity.facts.today };
}

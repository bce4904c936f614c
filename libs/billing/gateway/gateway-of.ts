import type { OpenGateway } from '#gateway';
import { refusal, type Refusal } from '#ledger';
import { findEntity, type EntityFacts } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

/** The gateway, and the legal entity whose money it holds; or why there is none. */
export async function gatewayOf(ledger: LedgerContext): Promise<(OpenGateway & { readonly ok: true; readonly entity: EntityFacts }) | { readonly ok: false; readonly refusal: Refusal }> {
  const { gateway: open } = ledger;
  if (open === undefined) {
    const message = 'no payment gateway is set up. Set DAYBOOK_STRIPE_KEY and DAYBOOK_STRIPE_WEBHOOK_SECRET where the ledger runs.';
    return { ok: false, refusal: refusal('conflict', 'GATEWAY.NONE', message) };
  }
  const entity = await findEntity(ledger, open.entityId);
  return entity.ok ? { ok: true, ...open, entity: entity.facts } : { ok: false, refusal: entity.refusal };
}

/** A gateway's own id as one of ours: two gateways never share one. */
export const idAt = (gateway: string, id: string): string => `${gateway}:${id}`;

/** The gateway's own id in one of ours; null when it is another's. */
export function idInside(gateway: string, id: string): string | null {
  return id.startsWith(`${gateway}:`) ? id.slice(gateway.length + 1) : null;
}

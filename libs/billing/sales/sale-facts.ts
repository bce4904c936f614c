import { accountIdOf, type CloseSaleFacts } from '#ledger';
import { findEntity, factsAgeMaxMilliseconds, type EntityFacts, type Found } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

/** What deciding on a customer's document needs beside the document's own stream. */
export type DocumentFacts = CloseSaleFacts & { readonly entityFacts: EntityFacts };

interface Asked {
  readonly entityId: string | undefined;
  readonly customerId: string;
  readonly kind: 'invoice' | 'credit-note';
  /** Whether the date must not move: then the registers are asked for their last date. */
  readonly strict: boolean;
  /** How old the facts may be, in milliseconds; a refusal is decided again with 0. */
  readonly ageMax?: number;
}

/** Gathers the facts; refuses when the entity is not known. An unknown customer is left to the decider. */
export async function documentFacts(ledger: LedgerContext, asked: Asked): Promise<Found<DocumentFacts>> {
  const found = await findEntity(ledger, asked.entityId);
  if (!found.ok) {
    return found;
  }
  const { entityId, today } = found.facts;
  const ageMax = asked.ageMax ?? factsAgeMaxMilliseconds;
  const entity = await ledger.streams.entity.query(entityId, (state) => state, ageMax);
  const customer = await ledger.streams.customer.query(asked.customerId, (state) => state, ageMax);
  const accountId = accountIdOf(entityId, asked.customerId);
  const held = await ledger.streams.account.query(accountId, (state) => state.held !== null, ageMax);
  const last = new Map<string, string>();
  if (asked.strict) {
    const register = asked.kind === 'invoice' ? ledger.streams.invoices : ledger.streams.creditnotes;
    for (const series of entity.series.values()) {
      if (series.kind === asked.kind) {
        const date = await register.query(series.seriesId, (state) => state.lastIssueDate);
        if (date !== null) {
          last.set(series.seriesId, date);
        }
      }
    }
  }
  const facts: DocumentFacts = {
    entityFacts: found.facts,
    entity,
    customer,
    today,
    lastIssueDate: (seriesId) => last.get(seriesId),
    accountHeld: held,
  };
  return { ok: true, facts };
}

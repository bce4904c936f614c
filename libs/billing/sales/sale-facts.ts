import { accountIdOf, accountParts, creditFacts, type CloseSaleFacts, type CreditFacts, type CustomerState } from '#ledger';
import { findEntity, factsAgeMaxMilliseconds, type EntityFacts, type Found } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { aboutInvoice } from './about-invoice';

/** What deciding on a customer's document needs beside the document's own stream. */
export type DocumentFacts = CloseSaleFacts & { readonly entityFacts: EntityFacts };

interface Asked {
  readonly entityId: string | undefined;
  readonly customerId: string;
  /** Who pays: the account is theirs. Default: the customer. */
  readonly payerCustomerId?: string | undefined;
  readonly billToCustomerId?: string | undefined;
  /** The invoice the document is about. */
  readonly aboutInvoiceId?: string | undefined;
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
  const accountId = accountIdOf(entityId, asked.payerCustomerId ?? asked.customerId);
  const held = await ledger.streams.account.query(accountId, (state) => state.held !== null, ageMax);
  const credit = asked.kind === 'invoice' ? await creditOf(ledger, accountId, { today, ageMax }) : null;
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
    ...(await namedFacts(ledger, asked, { accountId, ageMax })),
    entityFacts: found.facts,
    entity,
    customer,
    today,
    lastIssueDate: (seriesId) => last.get(seriesId),
    accountHeld: held,
    credit,
  };
  return { ok: true, facts };
}

/** The credit limit of a paying customer and what they owe today, where the legal entity is; null: there is none. Decided at the same moment, several sales may together go beyond it. */
export async function creditOf(ledger: LedgerContext, accountId: string, { today, ageMax }: { readonly today: string; readonly ageMax: number }): Promise<CreditFacts | null> {
  const { entityId, customerId } = accountParts(accountId);
  const limit = await ledger.streams.customer.query(customerId, (state) => state.creditLimits.get(entityId), ageMax);
  return limit?.limit === undefined ? null : ledger.streams.account.query(accountId, (state) => creditFacts(limit, state, today), ageMax);
}

/** What is known of those whom only some documents name. */
async function namedFacts(
  ledger: LedgerContext,
  { customerId, payerCustomerId, billToCustomerId, aboutInvoiceId }: Asked,
  { accountId, ageMax }: { readonly accountId: string; readonly ageMax: number },
): Promise<Pick<CloseSaleFacts, 'payer' | 'billTo' | 'about'>> {
  const look = (id: string): Promise<CustomerState> => ledger.streams.customer.query(id, (state) => state, ageMax);
  return {
    ...(payerCustomerId === undefined || payerCustomerId === customerId ? {} : { payer: await look(payerCustomerId) }),
    ...(billToCustomerId === undefined || billToCustomerId === customerId ? {} : { billTo: await look(billToCustomerId) }),
    ...(aboutInvoiceId === undefined ? {} : { about: await aboutInvoice(ledger, accountId, aboutInvoiceId) }),
  };
}

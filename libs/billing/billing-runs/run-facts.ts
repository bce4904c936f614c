import {
  accountIdOf, entityConfiguration, refusal, seriesFor, termsInForce, unknownCustomer, type CustomerState, type EntityConfiguration, type EntityState,
  type Refusal,
} from '#ledger';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { rateFor } from '../rates/rate-for';

/** What a run asks for, opened or only previewed. */
export interface AskedRun {
  readonly runId: string;
  readonly entityId: string;
  readonly through: string;
  readonly issueDate: string;
  readonly customerIds?: readonly string[];
}

/** The legal entity as it stands while a plan is made. */
export interface EntityTerms {
  readonly entity: EntityState;
  readonly configuration: EntityConfiguration;
  readonly seriesId: string;
}

/** A customer as it stands while a plan is made. */
export interface BuyerTerms {
  readonly revision: number;
  readonly consolidate: boolean;
}

/**
 * The facts that a plan freezes.
 *
 * @throws Error when the entity or its series is missing: the run was not to be opened then.
 */
export async function entityTerms(ledger: LedgerContext, run: AskedRun): Promise<EntityTerms> {
  return ledger.streams.entity.query(run.entityId, (entity) => {
    const configuration = entityConfiguration(entity);
    const series = seriesFor(entity, 'invoice', run.issueDate);
    if (configuration === undefined || series === undefined) {
      throw new Error(`billing run ${run.runId} was opened for ${run.entityId}, which has no invoice series for ${run.issueDate}`);
    }
    return { entity, configuration, seriesId: series.seriesId };
  });
}

/** A buyer's terms with the entity; a refusal when nobody of that id is registered. */
export function buyerTerms(ledger: LedgerContext, run: AskedRun, customerId: string): Promise<BuyerTerms | Refusal> {
  return ledger.streams.customer.query(customerId, (customer) => termsOf(customer, run, customerId), factsAgeMaxMilliseconds);
}

function termsOf(customer: CustomerState, { entityId, issueDate }: AskedRun, customerId: string): BuyerTerms | Refusal {
  return customer.registered === null
    ? unknownCustomer(customerId)
    : { revision: customer.revision, consolidate: termsInForce(customer, entityId, issueDate)?.consolidate === true };
}

/** Base units per unit of a currency on the day of the invoices; a refusal while none is on record. */
export async function rateOf(ledger: LedgerContext, run: AskedRun, { configuration }: EntityTerms, currency: string): Promise<string | Refusal> {
  if (currency === configuration.baseCurrency) {
    return '1';
  }
  const found = await rateFor(ledger, run.entityId, currency, run.issueDate);
  return found.ok ? found.rate : found.refusal;
}

/** The accounts a run is held to; undefined: all. */
export const accountsOf = ({ entityId, customerIds }: AskedRun): readonly string[] | undefined =>
  customerIds?.map((customerId) => accountIdOf(entityId, customerId));

export const isRefusal = (value: object | string): value is Refusal => typeof value === 'object' && 'code' in value;

export const heldAccount = (accountId: string): Refusal =>
  refusal('conflict', 'ACCOUNT.HELD', `account ${accountId} is held; what it owes waits. Release it, and run again under a new id.`, { accountId });

export const tooLargeAlone = (id: string): Refusal =>
  refusal('invalid', 'INVOICE.TOO_LARGE', `what is due of ${JSON.stringify(id)} makes a longer invoice than one fact can hold. Bill a shorter time at once.`, { id });

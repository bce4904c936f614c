import {
  accountParts, collectableItems, debitsPerBatchMax, mandateInForce, refusal, type AccountState, type AskedBatch, type EntityConfiguration, type PlanDirectDebitBatch, type Refusal,
} from '#ledger';
import { isCreditorId } from '#bank-files';
import type { LedgerContext } from '../ledger/ledger-context';

type Payers = PlanDirectDebitBatch['payers'];

/** Those who owe something that may be collected on the day, and gave a mandate for it; as far as the log reaches now. */
export async function findPayers(ledger: LedgerContext, asked: AskedBatch, today: string): Promise<Payers> {
  const payers: Payers[number][] = [];
  for await (const accountId of owingAccounts(ledger, asked.entityId)) {
    const payer = await payerOf(ledger, asked, { accountId, today });
    if (payer !== undefined) {
      payers.push(payer);
    }
    if (payers.length === debitsPerBatchMax) {
      break;
    }
  }
  return payers;
}

async function* owingAccounts(ledger: LedgerContext, entityId: string): AsyncGenerator<string> {
  await ledger.readModels.catchUp();
  const pageSize = 1_000;
  for (let after: string | undefined; ; ) {
    const page = await ledger.lookups.accountsWithOpenItems({ entityId, limit: pageSize, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1);
    if (page.length < pageSize) {
      return;
    }
  }
}

async function payerOf(ledger: LedgerContext, asked: AskedBatch, { accountId, today }: { readonly accountId: string; readonly today: string }): Promise<Payers[number] | undefined> {
  const { customerId } = accountParts(accountId);
  const { mandates } = await ledger.streams.customer.query(customerId, (state) => state);
  if (mandates.size === 0) {
    return undefined;
  }
  const account = await ledger.streams.account.query(accountId, (state) => ({
    owes: collectableItems(state, { ...asked, orderedOn: today }).length > 0,
    used: mandatesUsed(state),
  }));
  const mandate = await ledger.streams.customer.query(customerId, (state) => mandateInForce(state, { ...asked, day: today }, (mandateId) => account.used.get(mandateId)));
  return mandate === undefined || !account.owes ? undefined : { accountId, mandateId: mandate.given.mandateId };
}

/** The last day of collection by each mandate. */
function mandatesUsed(state: AccountState): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const { ordered } of state.care.directDebits.values()) {
    const last = used.get(ordered.mandateId);
    used.set(ordered.mandateId, last === undefined || last < ordered.collectionDate ? ordered.collectionDate : last);
  }
  return used;
}

/** A legal entity that cannot collect: without a creditor identifier, or an account to collect to. */
export function refuseCreditor(entityId: string, { creditorId, bankAccount }: EntityConfiguration): Refusal | undefined {
  if (creditorId === undefined || !isCreditorId(creditorId)) {
    const what = creditorId === undefined ? 'has no SEPA creditor identifier' : 'has a SEPA creditor identifier that does not pass its check digits';
    return refusal('conflict', 'DIRECT_DEBIT.NO_CREDITOR_ID', `${entityId} ${what}. Configure creditorId first.`, { entityId });
  }
  return bankAccount?.iban === undefined
    ? refusal('conflict', 'DIRECT_DEBIT.NO_ACCOUNT', `${entityId} has no IBAN to collect to. Configure bankAccount first.`, { entityId })
    : undefined;
}

import { directDebitPlace, unknownDirectDebit, type DirectDebit, type Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

export interface FoundDirectDebit {
  readonly accountId: string;
  /** Today where the legal entity is. */
  readonly today: string;
  readonly debit: DirectDebit;
}

/** The debit of an end-to-end id, which names its batch and its place in it: no index is needed, and none can be behind. */
export async function findDirectDebit(ledger: LedgerContext, directDebitId: string): Promise<FoundDirectDebit | Refusal> {
  const place = directDebitPlace(directDebitId);
  const found = place === undefined ? undefined : await ledger.streams.directdebit.query(place.batchId, ({ planned }) => ({ entityId: planned?.entityId, debit: planned?.debits[place.place - 1] }));
  if (found?.debit === undefined) {
    return unknownDirectDebit(directDebitId);
  }
  const { accountId } = found.debit;
  const debit = await ledger.streams.account.query(accountId, ({ care }) => care.directDebits.get(directDebitId));
  const entity = await findEntity(ledger, found.entityId);
  if (debit === undefined || !entity.ok) {
    return entity.ok ? unknownDirectDebit(directDebitId) : entity.refusal;
  }
  return { accountId, today: entity.facts.today, debit: { ordered: debit.ordered, ended: debit.ended } };
}

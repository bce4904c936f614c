import { accountParts, dayInZone } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';

/** Today in the time zone of the legal entity that was asked; of an unknown inquiry nothing is decided, so any day serves. */
export async function todayOfInquiry(ledger: LedgerContext, inquiryId: string): Promise<string> {
  const accountId = await ledger.streams.inquiry.query(inquiryId, (state) => state.received?.accountId ?? null);
  const entity = accountId === null ? null : await findEntity(ledger, accountParts(accountId).entityId);
  return entity?.ok === true ? entity.facts.today : dayInZone(ledger.clock.now(), 'UTC');
}

import { accountIdOf, entityConfiguration, type ErasureFacts } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

type FactSource = Pick<LedgerContext, 'readModels' | 'lookups' | 'entities' | 'streams'>;

/** What is owed by a customer and what has to be kept of them, in every legal entity, as the log stands now. */
export async function erasureFactsOf({ readModels, lookups, entities, streams }: FactSource, customerId: string): Promise<ErasureFacts> {
  await readModels.catchUp();
  const lastDocuments = await lookups.lastDocumentDays(customerId);
  const openAccounts: { accountId: string; open: string }[] = [];
  const kept: { entityId: string; lastDocumentOn: string; years: number }[] = [];
  for (const entityId of entities.list()) {
    const accountId = accountIdOf(entityId, customerId);
    const items = await lookups.accountItems(accountId);
    const open = items.filter(({ open: amount }) => /[1-9]/.test(amount)).map(({ currency, open: amount, documentNumber }) => `${currency} ${amount} of ${documentNumber}`);
    if (open.length > 0) openAccounts.push({ accountId, open: open.slice(0, 5).join(', ') });
    const years = await streams.entity.query(entityId, (state) => entityConfiguration(state)?.retentionYears);
    const lastDocumentOn = [lastDocuments.get(entityId) ?? '', ...items.map(({ issueDate }) => issueDate)].sort().at(-1) ?? '';
    if (years !== undefined && lastDocumentOn !== '') kept.push({ entityId, lastDocumentOn, years });
  }
  return { openAccounts, kept };
}

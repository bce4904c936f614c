import { accountParts, type DeductionFacts } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import { invoiceTaxes } from './invoice-taxes';

/** What deductions on these invoices are decided with: their documents, and what the entity allows. */
export async function deductionFacts(ledger: LedgerContext, accountId: string, names: readonly string[]): Promise<(name: string) => DeductionFacts> {
  const entity = await findEntity(ledger, accountParts(accountId).entityId);
  const tolerance = entity.ok ? (entity.facts.configuration.tolerance ?? null) : null;
  const mode = entity.ok ? entity.facts.configuration.rounding.mode : 'half-up';
  const documents = names.length === 0 ? new Map<string, never>() : await invoiceTaxes(ledger, accountId, names);
  return (name) => ({ document: documents.get(name) ?? null, tolerance, mode });
}

import type { IssueFacts, Refusal } from '#ledger';
import { findEntity } from '../entities/entity-facts';
import type { LedgerContext } from '../ledger/ledger-context';
import type { AskedRun } from './run-facts';

type RunBody = { readonly runId?: string; readonly entityId?: string; readonly through: string; readonly issueDate?: string; readonly customerIds?: readonly string[] };

export type AskedFor =
  | { readonly ok: true; readonly asked: AskedRun & { readonly strict: boolean }; readonly facts: IssueFacts }
  | { readonly ok: false; readonly refusal: Refusal };

/** What a request for a run, or for its preview, comes to: the entity it names or the only one, and the date it gets. */
export async function askedRun(ledger: LedgerContext, body: RunBody): Promise<AskedFor> {
  const found = await findEntity(ledger, body.entityId);
  if (!found.ok) {
    return found;
  }
  const { entityId, today } = found.facts;
  const { through, customerIds, issueDate = today, runId = 'preview' } = body;
  const strict = body.issueDate !== undefined;
  const entity = await ledger.streams.entity.query(entityId, (state) => state);
  const last = new Map<string, string>();
  for (const series of strict ? entity.series.values() : []) {
    const date = series.kind === 'invoice' ? await ledger.streams.invoices.query(series.seriesId, (state) => state.lastIssueDate) : null;
    if (date !== null) {
      last.set(series.seriesId, date);
    }
  }
  const asked = { runId, entityId, through, issueDate, strict, ...(customerIds === undefined ? {} : { customerIds: [...customerIds] }) };
  return { ok: true, asked, facts: { entity, today, lastIssueDate: (seriesId) => last.get(seriesId) } };
}

import { refusal, type DirectDebit, type DirectDebitBatchPlanned, type Refusal } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

export type PlannedBatch = DirectDebitBatchPlanned['data'];

export interface ReadBatch {
  readonly planned: PlannedBatch;
  readonly closed: boolean;
  /** In the order of the plan; null: not claimed, or not yet. */
  readonly debits: readonly { readonly planned: PlannedBatch['debits'][number]; readonly debit: DirectDebit | null }[];
}

/** A batch with its debits as their accounts hold them now. */
export async function readBatch(ledger: LedgerContext, batchId: string): Promise<ReadBatch | Refusal> {
  const { planned, closed } = await ledger.streams.directdebit.query(batchId, (state) => ({ planned: state.planned, closed: state.closed !== null }));
  if (planned === null) {
    return refusal('not-found', 'DIRECT_DEBIT.BATCH_UNKNOWN', `No batch ${JSON.stringify(batchId)} of direct debits was planned.`, { batchId });
  }
  const debits: ReadBatch['debits'][number][] = [];
  for (const debit of planned.debits) {
    const known = await ledger.streams.account.query(debit.accountId, ({ care }) => care.directDebits.get(debit.directDebitId));
    debits.push({ planned: debit, debit: known === undefined ? null : { ordered: known.ordered, ended: known.ended } });
  }
  return { planned, closed, debits };
}

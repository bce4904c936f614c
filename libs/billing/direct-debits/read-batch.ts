import { accountFold, directDebitBatchFold, refusal, type AccountState, type DirectDebit, type DirectDebitBatchPlanned, type DirectDebitBatchState, type Refusal } from '#ledger';
import { foldStream, type LogSource } from '../collections/fold-stream';
import type { LedgerContext } from '../ledger/ledger-context';

export type PlannedBatch = DirectDebitBatchPlanned['data'];

export interface ReadBatch {
  readonly planned: PlannedBatch;
  readonly closed: boolean;
  /** In the order of the plan; null: not claimed, or not yet. */
  readonly debits: readonly { readonly planned: PlannedBatch['debits'][number]; readonly debit: DirectDebit | null }[];
}

type BatchStanding = Pick<ReadBatch, 'closed'> & { readonly planned: PlannedBatch | null };

/** Where batches and accounts are looked at. */
interface Standing {
  batch(batchId: string): Promise<BatchStanding>;
  debit(accountId: string, directDebitId: string): Promise<DirectDebit | undefined>;
}

const batchIn = (state: DirectDebitBatchState): BatchStanding => ({ planned: state.planned, closed: state.closed !== null });
const debitIn = ({ care }: AccountState, directDebitId: string): DirectDebit | undefined => care.directDebits.get(directDebitId);

/** A batch with its debits as their accounts hold them now. */
export const readBatch = ({ streams }: LedgerContext, batchId: string): Promise<ReadBatch | Refusal> =>
  batchFrom(
    {
      batch: (id) => streams.directdebit.query(id, batchIn),
      debit: (accountId, directDebitId) => streams.account.query(accountId, (state) => debitIn(state, directDebitId)),
    },
    batchId,
  );

/** The same from the log alone: beside its writer, also by another process. */
export const readBatchOfLog = (source: LogSource, batchId: string): Promise<ReadBatch | Refusal> =>
  batchFrom(
    {
      batch: async (id) => batchIn(await foldStream(source, 'directdebit', id, directDebitBatchFold)),
      debit: async (accountId, directDebitId) => debitIn(await foldStream(source, 'account', accountId, accountFold), directDebitId),
    },
    batchId,
  );

async function batchFrom(standing: Standing, batchId: string): Promise<ReadBatch | Refusal> {
  const { planned, closed } = await standing.batch(batchId);
  if (planned === null) {
    return refusal('not-found', 'DIRECT_DEBIT.BATCH_UNKNOWN', `No batch ${JSON.stringify(batchId)} of direct debits was planned.`, { batchId });
  }
  const debits: ReadBatch['debits'][number][] = [];
  for (const debit of planned.debits) {
    const known = await standing.debit(debit.accountId, debit.directDebitId);
    debits.push({ planned: debit, debit: known === undefined ? null : { ordered: known.ordered, ended: known.ended } });
  }
  return { planned, closed, debits };
}

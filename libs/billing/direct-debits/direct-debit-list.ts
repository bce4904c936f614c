import type { Checked } from '#ledger';
import type { LogSource } from '../collections/fold-stream';
import type { DirectDebitListAnswer, DirectDebitRow } from './direct-debit.answer';
import { readBatchOfLog, type ReadBatch } from './read-batch';

/** The debits of a batch as they stand, read from the log alone; refused when there is no such batch. */
export async function readDirectDebits(source: LogSource, batchId: string): Promise<Checked<DirectDebitListAnswer>> {
  const batch = await readBatchOfLog(source, batchId);
  return 'code' in batch ? { ok: false, refusal: batch } : { ok: true, value: directDebitList(batch) };
}

export function directDebitList({ planned, closed, debits }: ReadBatch): DirectDebitListAnswer {
  const { batchId, entityId, plannedOn, collectionDate, scheme, currency } = planned;
  return { batchId, entityId, plannedOn, collectionDate, scheme, currency, closed, debits: debits.map(rowOf) };
}

function rowOf({ planned, debit }: ReadBatch['debits'][number]): DirectDebitRow {
  if (debit === null) {
    return { ...planned, state: 'planned' };
  }
  const { sequence, amount, items } = debit.ordered;
  const row = { ...planned, sequence, amount, documents: items.map(({ documentNumber }) => documentNumber) };
  if (debit.ended === null) {
    return { ...row, state: 'in-flight' };
  }
  const { outcome, endedOn, reasonCode, paymentId } = debit.ended;
  return { ...row, state: outcome, endedOn, ...(reasonCode === undefined ? {} : { reasonCode }), ...(paymentId === undefined ? {} : { paymentId }) };
}

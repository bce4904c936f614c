import { streamName, type UsageRecorded, type UsageRecord, type UsageSlice } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

export interface RecordedBatch {
  readonly revision: number;
  readonly data: UsageRecorded['data'];
}

/** The batches of a contract's usage, in order, from a revision on. */
export async function* usageBatches(ledger: LedgerContext, contractId: string, from: number): AsyncGenerator<RecordedBatch> {
  for await (const recorded of ledger.store.readStream(streamName('usage', contractId), { from })) {
    const stored = ledger.codec.decode(recorded);
    if (stored !== null) {
      yield { revision: stored.revision, data: stored.data as UsageRecorded['data'] };
    }
  }
}

/** Everything used from a revision on; null when there is nothing. */
export async function usageSince(ledger: LedgerContext, contractId: string, from: number): Promise<UsageSlice | null> {
  const records: UsageRecord[] = [];
  let to = -1;
  for await (const { revision, data } of usageBatches(ledger, contractId, from)) {
    to = revision;
    for (const record of data.records) {
      records.push(record);
    }
  }
  return to === -1 ? null : { from, to, records };
}

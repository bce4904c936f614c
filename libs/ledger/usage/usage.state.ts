import type { StreamFold } from '../refusal';
import type { UsageEvent, UsageRecord } from './usage.events';

/** A batch on record: what it held and how much of it was new. */
export interface KnownBatch {
  readonly inputHash: string;
  readonly recorded: number;
}

/**
 * The usage of one contract. Its ids are found through an index that the caller keeps; only those that the index was
 * not told of yet are here, for batches that leave in one group. Without an index all of them are.
 */
export interface UsageState {
  /** Usage id → `usageContent`. */
  readonly records: Map<string, string>;
  readonly batches: Map<string, KnownBatch>;
}

export const usageFold: StreamFold<UsageState, UsageEvent> = {
  initial: () => ({ records: new Map(), batches: new Map() }),
  evolve: (state, { data }, _revision, inputHash) => {
    for (const record of data.records) {
      state.records.set(record.usageId, usageContent(record));
    }
    state.batches.set(data.batchId, { inputHash, recorded: (state.batches.get(data.batchId)?.recorded ?? 0) + data.records.length });
    return state;
  },
};

/** Takes out of the state what the index holds now. The state changes; its owner does this once the event is stored. */
export function forgetIndexedUsage(state: UsageState, { data }: UsageEvent): void {
  for (const { usageId } of data.records) {
    state.records.delete(usageId);
  }
  state.batches.delete(data.batchId);
}

/** What a record says beside its id, in one form: "10.5" and "10.50" hours are the same. */
export const usageContent = ({ itemId, meter = '', quantity, on, text = '' }: UsageRecord): string =>
  `${itemId}\u001f${meter}\u001f${withoutTrailingZeros(quantity)}\u001f${on}\u001f${text}`;

function withoutTrailingZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

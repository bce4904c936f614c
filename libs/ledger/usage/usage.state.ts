import { Decimal, decimalOf } from '#money';
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
  /** Units of each item that counts one unit without a name, in all; decimal text. */
  readonly used: Map<string, string>;
}

export const usageFold: StreamFold<UsageState, UsageEvent> = {
  initial: () => usageStateAt(new Map()),
  evolve: (state, { data }, _revision, inputHash) => {
    for (const record of data.records) {
      state.records.set(record.usageId, usageContent(record));
    }
    state.batches.set(data.batchId, { inputHash, recorded: (state.batches.get(data.batchId)?.recorded ?? 0) + data.records.length });
    addUsedUnits(state.used, data.records);
    return state;
  },
};

/** Usage whose records and batches an index holds: so many units of each item were used by then. */
export const usageStateAt = (used: Iterable<readonly [itemId: string, units: string]>): UsageState => ({ records: new Map(), batches: new Map(), used: new Map(used) });

/** Counts the records of items that have one unit only; meters and roles are counted where they are billed. */
export function addUsedUnits(used: Map<string, string>, records: readonly UsageRecord[]): void {
  const added = new Map<string, Decimal>();
  for (const { itemId, meter, quantity } of records) {
    if (meter === undefined) {
      added.set(itemId, (added.get(itemId) ?? new Decimal(0)).plus(decimalOf(quantity)));
    }
  }
  for (const [itemId, units] of added) {
    used.set(itemId, units.plus(decimalOf(used.get(itemId) ?? '0')).toFixed());
  }
}

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

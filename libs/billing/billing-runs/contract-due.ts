import { dueItems, streamName, usageBilledThrough, type DueItems, type DueRequest, type UsageRecord, type UsageRecorded, type UsageSlice } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';

type DueAsked = Pick<DueRequest, 'through' | 'mode' | 'baseCurrency'>;

/** What a contract owes, and the places in its streams that this follows from. */
export interface ContractDue extends DueItems {
  /** Revision of the contract. */
  readonly revision: number;
  /** Last revision of its usage that was looked at; absent: none is unbilled. */
  readonly usageRevision?: number;
}

/** What a contract owes as it stands now. */
export async function contractDue(ledger: LedgerContext, contractId: string, asked: DueAsked): Promise<ContractDue> {
  for (;;) {
    const before = await ledger.streams.contract.query(contractId, (state, revision) => ({ revision, from: usageBilledThrough(state) + 1 }), Number.POSITIVE_INFINITY);
    const usage = await usageFrom(ledger, contractId, { from: before.from });
    const due = await ledger.streams.contract.query(contractId, (state, revision) => (revision === before.revision ? dueItems(state, { ...asked, usage }) : null));
    if (due !== null) {
      return { ...due, revision: before.revision, ...(usage === null ? {} : { usageRevision: usage.to }) };
    }
  }
}

/** Usage of a contract from one revision to another, both included, or to its present end; null: there is none. */
export async function usageFrom(ledger: LedgerContext, contractId: string, range: { readonly from: number; readonly to?: number }): Promise<UsageSlice | null> {
  const { from, to } = range;
  const records: UsageRecord[] = [];
  let last = from - 1;
  const maxCount = to === undefined ? {} : { maxCount: to - from + 1 };
  if (to !== undefined && to < from) {
    return null;
  }
  for await (const recorded of ledger.store.readStream(streamName('usage', contractId), { from, ...maxCount })) {
    const stored = ledger.codec.decode(recorded);
    if (stored === null || recorded.revision !== last + 1) {
      throw new Error(`${recorded.stream}: revision ${recorded.revision} after ${last} is missing its predecessor or belongs to another ledger; run \`daybook verify\``);
    }
    records.push(...(stored.data as UsageRecorded['data']).records);
    last = recorded.revision;
  }
  return last < from ? null : { from, to: last, records };
}

/** The same for what a plan froze: nothing that came later counts. */
export async function plannedUsage(ledger: LedgerContext, contractId: string, usageRevision: number | undefined): Promise<UsageSlice | null> {
  if (usageRevision === undefined) {
    return null;
  }
  const from = await ledger.streams.contract.query(contractId, (state) => usageBilledThrough(state) + 1, Number.POSITIVE_INFINITY);
  return usageFrom(ledger, contractId, { from, to: usageRevision });
}

/** Whether there is anything to assign: lines, or usage that is within what is paid for. */
export const hasItems = (due: DueItems): boolean => due.items.length > 0;

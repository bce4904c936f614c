import type { AccountState, EnteredInvoice, OpenItem } from './account.state';
import { balanceOn, copyTimeline, move, type Timeline } from './timeline';

/** What of an item was rightly open: its movements without what was credited because it had been billed wrongly. */
export interface OwedOfItem {
  readonly item: OpenItem;
  readonly timeline: Timeline;
  /** Minor units billed wrongly that no credit took off the item: it had been paid. */
  readonly wrong: bigint;
}

/** What was owed at the end of a day, in minor units. */
export function owedOn({ timeline, wrong }: OwedOfItem, day: string): bigint {
  const owed = balanceOn(timeline, day) - wrong;
  return owed > 0n ? owed : 0n;
}

/**
 * What of each instalment of an invoice was owed, by everything on record. An amount that a credit note takes back
 * because the invoice was wrong was never owed, on no day before the credit either.
 */
export function owedOfItems(state: AccountState, invoice: EnteredInvoice): readonly OwedOfItem[] {
  const timelines = new Map(invoice.items.map((item) => [item, copyTimeline(item.timeline)]));
  let unused = 0n;
  for (const note of state.creditNotes.values()) {
    if (note.neverOwed === true && note.status === 'entered') {
      unused += (note.grossByInvoice.get(invoice.invoiceId) ?? 0n) - withoutCredit(state, note.creditNoteId, timelines);
    }
  }
  // Wrong amounts sit in what fell due last, as a credit leaves the oldest items to be paid.
  const owed = [...invoice.items].reverse().map((item) => {
    const wrong = unused < item.amount ? unused : item.amount;
    unused -= wrong;
    return { item, timeline: timelines.get(item) ?? item.timeline, wrong };
  });
  return owed.reverse();
}

/** Takes from the days before a credit was applied what it took then, and says how much that is. */
function withoutCredit(state: AccountState, creditNoteId: string, timelines: ReadonlyMap<OpenItem, Timeline>): bigint {
  let taken = 0n;
  for (const { allocatedOn, parts } of state.credits.get(creditNoteId)?.allocations ?? []) {
    for (const { item, itemLeft } of parts) {
      const timeline = timelines.get(item);
      if (timeline !== undefined && itemLeft > 0n && item.issueDate <= allocatedOn) {
        move(timeline, item.issueDate, -itemLeft);
        move(timeline, allocatedOn, itemLeft);
        taken += itemLeft;
      }
    }
  }
  return taken;
}

import type { AccountState, EnteredInvoice, OpenItem } from './account.state';
import type { WriteOff } from './correction.state';
import { copyTimeline } from './timeline';

/**
 * A copy of the account on which corrections of the named invoices can be tried: their items and write-offs may be
 * folded on, everything else is shared and must be left alone.
 */
export function sandbox(state: AccountState, invoiceIds: ReadonlySet<string>): AccountState {
  const items = new Map<OpenItem, OpenItem>();
  const copyItem = (item: OpenItem): OpenItem => {
    const copy = { ...item, timeline: copyTimeline(item.timeline) };
    items.set(item, copy);
    return copy;
  };
  const invoices = new Map(state.invoices);
  const byNumber = new Map(state.invoicesByNumber);
  for (const invoiceId of invoiceIds) {
    const invoice = state.invoices.get(invoiceId);
    if (invoice !== undefined) {
      const copy: EnteredInvoice = { ...invoice, items: invoice.items.map(copyItem) };
      invoices.set(invoiceId, copy);
      byNumber.set(copy.documentNumber, (byNumber.get(copy.documentNumber) ?? []).map((one) => (one.invoiceId === invoiceId ? copy : one)));
    }
  }
  return {
    ...state,
    invoices,
    invoicesByNumber: byNumber,
    writeOffs: new Map([...state.writeOffs].map(([id, writeOff]) => [id, copyWriteOff(writeOff, items)])),
    writeOffReversals: new Map(state.writeOffReversals),
    // What waits for automatic allocation is nothing that a named item is looked up in.
    queues: new Map(),
    requests: new Map(state.requests),
  };
}

function copyWriteOff(writeOff: WriteOff, items: ReadonlyMap<OpenItem, OpenItem>): WriteOff {
  return {
    ...writeOff,
    parts: writeOff.parts.map((part) => ({ ...part, item: items.get(part.item) ?? part.item })),
    relief: writeOff.relief === null ? null : { ...writeOff.relief, taxes: writeOff.relief.taxes.map((tax) => ({ ...tax })) },
  };
}

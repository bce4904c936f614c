import type { AccountState, OpenItem } from './account.state';
import { requeue } from './invoice.fold';
import { move } from './timeline';

/** @throws Error when there is none: an event names what was never entered. */
export function storedItem(state: AccountState, { invoiceId, instalment }: { readonly invoiceId: string; readonly instalment: number }): OpenItem {
  const item = state.invoices.get(invoiceId)?.items.find(({ instalment: number }) => number === instalment);
  if (item === undefined) {
    throw new Error(`instalment ${instalment} of invoice ${invoiceId} moved and was never entered`);
  }
  return item;
}

/** Opens (or, negative, settles) so much of an item from a day on. */
export function moveItem(state: AccountState, item: OpenItem, day: string, by: { readonly amount: bigint; readonly baseAmount: bigint }): void {
  move(item.timeline, day, by.amount);
  item.open += by.amount;
  item.baseOpen += by.baseAmount;
  requeue(state, item);
}

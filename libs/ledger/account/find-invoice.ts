import type { AccountState, EnteredInvoice } from './account.state';

/** Invoices of the account that a name fits: the one with that id, else all that bear it as document number. */
export function invoicesNamed(state: AccountState, name: string): readonly EnteredInvoice[] {
  const byId = state.invoices.get(name);
  return byId === undefined ? (state.invoicesByNumber.get(name) ?? []) : [byId];
}

export const hasOpen = ({ items }: EnteredInvoice): boolean => items.some(({ open }) => open > 0n);

/**
 * An invoice of the account by its id or its document number. Of several with one number, one of our own register goes
 * before one issued elsewhere, so that no document from outside draws money away from ours; then one with something
 * open, then the one entered first.
 */
export function findInvoice(state: AccountState, name: string): EnteredInvoice | undefined {
  const fitting = invoicesNamed(state, name);
  const own = fitting.filter(({ register }) => register !== null);
  const preferred = own.length > 0 ? own : fitting;
  return preferred.find(hasOpen) ?? preferred[0];
}

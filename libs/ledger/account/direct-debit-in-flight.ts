import type { AccountState, OpenItem } from './account.state';

type Part = Pick<OpenItem, 'invoiceId' | 'instalment'>;

/** The direct debit under way for an item, so that nobody reminds of it or collects it twice; null: none is. */
export function directDebitInFlight(state: AccountState, { invoiceId, instalment }: Part): string | null {
  for (const [directDebitId, { ordered, ended }] of state.care.directDebits) {
    if (ended === null && ordered.items.some((item) => item.invoiceId === invoiceId && item.instalment === instalment)) {
      return directDebitId;
    }
  }
  return null;
}

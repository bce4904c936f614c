import { minorOf } from '#money';
import { currencyDigits, type SaleClosed } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { KeyedRows } from '../store/keyed-rows';
import { draftTable } from './tables';

type Content = { readonly sale: SaleClosed['data']; readonly gross: string };

/** Invoices in the making, by how far they have come. */
export class DraftRows {
  readonly rows: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.rows = new KeyedRows(dialect, draftTable, generation);
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'InvoiceDrafted': {
        const { draftId, kind, draftedBy } = event.data;
        return this.rows.insert({ draft_id: draftId, kind, ...content(event.data), drafted_by: draftedBy, edited_by: draftedBy, approved_by: '', state: 'draft', sequence });
      }
      case 'DraftChanged':
        // What was approved is not what it says any more.
        return this.#set(event, { ...content(event.data), edited_by: event.data.changedBy, approved_by: '', state: 'draft' });
      case 'DraftApproved':
        return this.#set(event, { approved_by: event.data.approvedBy, state: 'approved' });
      case 'DraftIssued':
        return this.#set(event, { state: 'issued' });
      case 'DraftDiscarded':
        return this.#set(event, { state: 'discarded' });
      default:
        return undefined;
    }
  }

  #set({ data }: { readonly data: { readonly draftId: string } }, patch: Parameters<KeyedRows['set']>[1]): void {
    this.rows.set([data.draftId], patch);
  }
}

function content({ sale, gross }: Content): Record<string, string | bigint> {
  const { entityId, customerId, accountId, currency } = sale;
  return { entity_id: entityId, customer_id: customerId, account_id: accountId, currency, gross: minorOf(gross, currencyDigits(currency)) };
}

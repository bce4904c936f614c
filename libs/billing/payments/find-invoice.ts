import { streamName, type InvoiceIssued, type Series } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';

export interface NamedInvoice {
  readonly invoiceId: string;
  readonly accountId: string;
}

/**
 * Finds an invoice by its id or document number. Our own numbers are read from their register, since a number says its
 * revision; ids and documents issued elsewhere are looked up in the read models, which may lag a moment behind.
 */
export async function findInvoiceByName(ledger: LedgerContext, entityId: string, name: string): Promise<NamedInvoice | null> {
  const text = name.trim();
  const series = await ledger.streams.entity.query(entityId, (state) => [...state.series.values()], 1_000);
  for (const one of series) {
    const revision = one.kind === 'invoice' ? revisionOf(one, text) : null;
    if (revision === null) {
      continue;
    }
    const count = await ledger.streams.invoices.query(one.seriesId, (state) => state.count);
    if (revision < count) {
      const { data } = await readDocument<InvoiceIssued>(ledger, streamName('invoices', one.seriesId), revision, 'InvoiceIssued');
      return { invoiceId: data.invoiceId, accountId: data.accountId };
    }
  }
  const found = await ledger.lookups.findInvoice(text);
  return found !== undefined && found.entityId === entityId ? { invoiceId: found.invoiceId, accountId: found.accountId } : null;
}

/** The revision a document number stands at, or null when the text is no number of this series. */
function revisionOf(series: Series, text: string): number | null {
  const digits = text.startsWith(series.prefix) ? text.slice(series.prefix.length) : '';
  if (!/^\d{1,15}$/.test(digits) || digits.length < series.digits) {
    return null;
  }
  const revision = Number(digits) - series.firstNumber;
  return revision >= 0 ? revision : null;
}

import { minorOf } from '#money';
import { checkedCurrency, streamName, type AboutInvoice, type InvoiceIssued } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';

/** An invoice of our own in an account, as far as a document that is about it needs to know; null: there is none. */
export async function aboutInvoice(ledger: LedgerContext, accountId: string, invoiceId: string): Promise<AboutInvoice | null> {
  const found = await ledger.streams.account.query(accountId, (state) => ({
    register: state.invoices.get(invoiceId)?.register ?? null,
    credited: [...(state.credited.get(invoiceId)?.values() ?? [])].reduce((sum, { net, tax }) => sum + net + tax, 0n),
  }));
  if (found.register === null) {
    return null;
  }
  const { seriesId, revision } = found.register;
  const { data } = await readDocument<InvoiceIssued>(ledger, streamName('invoices', seriesId), revision, 'InvoiceIssued');
  const gross = minorOf(data.totals.gross, checkedCurrency(data.currency).digits);
  return { invoiceId, currency: data.currency, purpose: data.purpose ?? 'sale', credited: found.credited >= gross };
}

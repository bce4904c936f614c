import { findInvoice, streamName, type EnteredInvoice, type InvoiceIssued, type InvoiceTaxes } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';

/** The documents of an account's invoices, by the name they were asked for. One without a document here is left out. */
export async function invoiceTaxes(ledger: LedgerContext, accountId: string, names: readonly string[]): Promise<Map<string, InvoiceTaxes>> {
  const found = new Map<string, InvoiceTaxes>();
  for (const name of new Set(names)) {
    const invoice = await ledger.streams.account.query(accountId, (state) => findInvoice(state, name));
    const document = invoice === undefined ? null : await taxesOf(ledger, invoice);
    if (document !== null) {
      found.set(name, document);
    }
  }
  return found;
}

/** The invoices that a write-off gives up. */
export const writtenOffInvoices = (ledger: LedgerContext, accountId: string, writeOffId: string): Promise<string[]> =>
  ledger.streams.account.query(accountId, (state) => (state.writeOffs.get(writeOffId)?.parts ?? []).map(({ item }) => item.invoiceId));

const externalPrefix = /^ext~([^~]+)~/;

async function taxesOf(ledger: LedgerContext, { invoiceId, currency, register }: EnteredInvoice): Promise<InvoiceTaxes | null> {
  if (register !== null) {
    const { data } = await readDocument<InvoiceIssued>(ledger, streamName('invoices', register.seriesId), register.revision, 'InvoiceIssued');
    const { earlyPayment } = data.terms;
    return { invoiceId, currency, taxSummary: data.taxSummary, ...(earlyPayment === undefined ? {} : { earlyPayment }) };
  }
  if (!externalPrefix.test(invoiceId)) {
    return null;
  }
  const recorded = await ledger.streams.external.query(invoiceId.replace(externalPrefix, '$1~'), (state) => state.recorded);
  return recorded === null ? null : { invoiceId, currency, taxSummary: recorded.mode === 'history' ? recorded.taxSummary : [] };
}

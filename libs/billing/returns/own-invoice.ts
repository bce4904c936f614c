import { refusal, streamName, type InvoiceIssued, type Refusal } from '#ledger';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';

type Invoice = InvoiceIssued['data'];

/**
 * An invoice of our own registers by its id, else by its number as printed. The registers themselves are asked, so that
 * an invoice issued a moment ago is found.
 */
export async function ownInvoice(ledger: LedgerContext, name: string): Promise<Invoice | Refusal> {
  const numbered: Invoice[] = [];
  for (const entityId of await ledger.entities.asOfLog(0)) {
    const all = await ledger.streams.entity.query(entityId, (state) => [...state.series.values()]);
    for (const series of all.filter(({ kind }) => kind === 'invoice')) {
      const register = streamName('invoices', series.seriesId);
      // The index of a register is complete as far as the register was looked at.
      const count = await ledger.streams.invoices.query(series.seriesId, (state) => state.count);
      const place = ledger.registerIndex.find(register, name);
      if (place !== undefined) {
        return (await readDocument<InvoiceIssued>(ledger, register, place, 'InvoiceIssued')).data;
      }
      const digits = name.startsWith(series.prefix) ? name.slice(series.prefix.length) : '';
      const revision = /^\d{1,15}$/.test(digits) && digits.length >= series.digits ? Number(digits) - series.firstNumber : -1;
      if (revision >= 0 && revision < count) {
        numbered.push((await readDocument<InvoiceIssued>(ledger, register, revision, 'InvoiceIssued')).data);
      }
    }
  }
  const [first, ...others] = numbered;
  if (first !== undefined && others.length === 0) {
    return first;
  }
  return first === undefined
    ? refusal('not-found', 'INVOICE.NOT_FOUND', `there is no invoice ${JSON.stringify(name)} of our own. Check the id or number; one issued elsewhere is corrected there.`, { invoiceId: name })
    : refusal('invalid', 'INVOICE.AMBIGUOUS', `${numbered.length} invoices bear the number ${JSON.stringify(name)}. Name it by its id.`, { invoiceIds: numbered.map(({ invoiceId }) => invoiceId) });
}

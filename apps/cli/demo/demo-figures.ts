import type { EventCodec } from '#event-store';
import type { Ledger } from '#billing';
import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { Decimal } from '#money';
import type { SalesDocument, SalesFile } from '../import/sales-file';
import { documentValue } from '../import/sales-file';
import { demoEntity, feeSale } from './run-demo';

/** The sample's figures as the file has them. */
export interface FileFigures {
  readonly rows: number;
  readonly documents: number;
  readonly customers: number;
  readonly value: string;
  readonly rejects: number;
  readonly fees: FeeNote;
}

/** Documents of Amazon fees: no sales of goods, told apart so that nobody reads them as such. */
export interface FeeNote {
  readonly credits: number;
  readonly credited: string;
  readonly billed: string;
  readonly net: string;
}

export function fileFigures(file: SalesFile): FileFigures {
  const isFee = (document: SalesDocument): boolean => document.lines.some(({ stockCode }) => stockCode === 'AMAZONFEE');
  const credits = file.documents.filter((document) => document.kind === 'cancellation' && isFee(document));
  const credited = sum(credits);
  const billed = sum(file.documents.filter(({ number }) => number === feeSale));
  return {
    rows: file.rowCount,
    documents: file.documentCount,
    customers: file.customerCount,
    value: file.value.toFixed(2),
    rejects: file.problems.length,
    fees: { credits: credits.length, credited: credited.toFixed(2), billed: billed.toFixed(2), net: credited.minus(billed).toFixed(2) },
  };
}

const sum = (documents: readonly SalesDocument[]): Decimal =>
  documents.reduce((total, document) => total.plus(documentValue(document)), new Decimal(0));

/** What the registers hold, added up from the documents themselves. */
export interface RegisterFigures {
  readonly invoices: number;
  readonly billed: string;
  readonly creditNotes: number;
  readonly credited: string;
  readonly net: string;
}

export async function registerFigures(ledger: Ledger): Promise<RegisterFigures> {
  const invoices = await registerNets(ledger, `invoices-${demoEntity}-INV`);
  const credits = await registerNets(ledger, `creditnotes-${demoEntity}-CN`);
  return {
    invoices: invoices.count, billed: invoices.net.toFixed(2), creditNotes: credits.count, credited: credits.net.toFixed(2),
    net: invoices.net.minus(credits.net).toFixed(2),
  };
}

async function registerNets(ledger: Ledger, stream: string): Promise<{ count: number; net: Decimal }> {
  let [count, net] = [0, new Decimal(0)];
  for await (const document of documentsOf(ledger, stream)) {
    count += 1;
    net = net.plus(new Decimal(document.totals.net));
  }
  return { count, net };
}

/** Yields the documents of a register in order. */
export async function* documentsOf(
  { store, codec }: { readonly store: Ledger['store']; readonly codec: EventCodec },
  stream: string,
): AsyncGenerator<InvoiceIssued['data'] | CreditNoteIssued['data']> {
  for await (const recorded of store.readStream(stream)) {
    const event = codec.decode(recorded);
    if (event !== null) {
      yield event.data as InvoiceIssued['data'] | CreditNoteIssued['data'];
    }
  }
}

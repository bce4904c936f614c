import { Option, SubCommand } from 'nest-commander';
import { csvFile, xlsxFile, type ExportTable, type TableColumn } from '#exports';
import { lookups, type InvoiceRecord, type Lookups, type Page } from '#read-models';
import { openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { exportOnRecord } from '../on-record/place-records';
import { refuseTerminal, writeExport } from './write-export';

interface InvoicesOptions extends DataOptions {
  readonly format?: 'csv' | 'xlsx';
  readonly entity?: string;
  readonly customer?: string;
  readonly open?: true;
  readonly out?: string;
}

const columns: readonly (TableColumn & { readonly of: (invoice: InvoiceRecord) => string })[] = [
  { name: 'sequence', kind: 'number', of: ({ sequence }) => String(sequence) },
  { name: 'number', kind: 'text', of: ({ documentNumber }) => documentNumber },
  { name: 'invoice', kind: 'text', of: ({ invoiceId }) => invoiceId },
  { name: 'origin', kind: 'text', of: ({ origin }) => origin },
  { name: 'entity', kind: 'text', of: ({ entityId }) => entityId },
  { name: 'customer', kind: 'text', of: ({ customerId }) => customerId },
  { name: 'issued', kind: 'day', of: ({ issueDate }) => issueDate },
  { name: 'due', kind: 'day', of: ({ dueDate }) => dueDate },
  { name: 'currency', kind: 'text', of: ({ currency }) => currency },
  { name: 'net', kind: 'number', of: ({ net }) => net },
  { name: 'tax', kind: 'number', of: ({ tax }) => tax },
  { name: 'gross', kind: 'number', of: ({ gross }) => gross },
  { name: 'settled', kind: 'number', of: ({ settled }) => settled },
  { name: 'open', kind: 'number', of: ({ open }) => open },
  { name: 'state', kind: 'text', of: ({ state }) => state },
];

type Asked = NonNullable<Parameters<Lookups['listInvoices']>[0]>;

async function* invoiceRows(look: Lookups, asked: Asked): AsyncGenerator<readonly string[]> {
  let after: number | null = null;
  do {
    const page: Page<InvoiceRecord> = await look.listInvoices(asked, { limit: 1000, oldestFirst: true, ...(after === null ? {} : { after }) });
    for (const invoice of page.items) yield columns.map(({ of }) => of(invoice));
    after = page.next;
  } while (after !== null);
}

@SubCommand({ name: 'invoices', description: 'every invoice with what is settled and what is open, oldest first' })
export class ExportInvoicesCommand extends LedgerCommand<InvoicesOptions> {
  protected override async execute(_args: readonly string[], { format = 'csv', entity, customer, open, out, ...options }: InvoicesOptions): Promise<void> {
    if (format === 'xlsx') {
      refuseTerminal(format, out);
    }
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const asked: Asked = {
        ...(entity === undefined ? {} : { entityId: entity }), ...(customer === undefined ? {} : { customerId: customer }), ...(open === true ? { openOnly: true } : {}),
      };
      await exportOnRecord(this.placeOf(options), 'invoices', { format, entity, customer, open, out });
      const table: ExportTable = { name: 'Invoices', columns, rows: invoiceRows(lookups(reading.readStore, () => Date.now()), asked) };
      await writeExport(format === 'csv' ? csvFile(table) : xlsxFile([table]), out);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--format <format>', description: 'csv or xlsx, safe for spreadsheets', choices: ['csv', 'xlsx'], defaultValue: 'csv' })
  format(format: string): string {
    return format;
  }

  @Option({ flags: '--entity <id>', description: 'only this legal entity' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--customer <id>', description: 'only this customer' })
  customer(id: string): string {
    return id;
  }

  @Option({ flags: '--open', description: 'only what is not settled' })
  open(): true {
    return true;
  }

  @Option({ flags: '--out <file>', description: 'write to this file, which appears when it is whole (default: standard output)' })
  out(file: string): string {
    return file;
  }
}

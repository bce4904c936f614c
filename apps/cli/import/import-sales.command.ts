import { Option, SubCommand } from 'nest-commander';
import { CliFailure } from '../cli-failure';
import { entityOf, openForWriting } from '../data-folder';
import { startProgress } from '../output/progress';
import { grouped } from '../output/amounts';
import { ImportCommandBase, importRun, type ImportOptions } from './import-options';
import { failOnRejects, printRejects } from './import-report';
import { importSales, type SalesImport } from './import-sales';
import { readSalesFile, type SalesFile } from './sales-file';

interface SalesOptions extends ImportOptions {
  readonly netDays?: number;
  readonly taxRate?: string;
  readonly allRejects?: boolean;
}

@SubCommand({ name: 'sales', arguments: '<file>', description: 'sales lines as CSV (or .csv.gz): InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country' })
export class ImportSalesCommand extends ImportCommandBase<SalesOptions> {
  protected override async execute([path = '']: readonly string[], options: SalesOptions): Promise<void> {
    const file = await readSalesFile(path, options.dateFormat ?? 'iso');
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const entity = await entityOf(ledger, options.entity);
      const mapping = {
        entityId: entity.entityId,
        currency: options.currency ?? entity.baseCurrency,
        ...(options.rate === undefined ? {} : { rate: options.rate }),
        netDaysOf: () => options.netDays ?? null,
        taxRate: options.taxRate ?? '0',
      };
      const before = await ledger.readModels.catchUp();
      const progress = startProgress('Importing sales', file.documents.length);
      const result = await importSales(ledger, file, mapping, { run: await importRun('sales', path), onProgress: (done) => { progress.update(done); } });
      progress.done();
      const after = await ledger.readModels.catchUp();
      for (const line of salesSummary(file, result, after.sequence - before.sequence)) {
        this.terminal.print(line);
      }
      const rejects = [...file.problems, ...result.refused];
      printRejects(this.terminal, rejects, options.allRejects);
      failOnRejects(rejects);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--net-days <days>', description: 'terms of new customers; walk-ins are always due at issue (default: the entity’s terms)' })
  netDays(text: string): number {
    if (!/^\d{1,4}$/.test(text) || Number(text) > 3650) {
      throw new CliFailure('usage', `--net-days ${JSON.stringify(text)}: give a whole number of days from 0 to 3650.`);
    }
    return Number(text);
  }

  @Option({ flags: '--tax-rate <percent>', description: 'tax rate of all lines; prices are net (default 0)' })
  taxRate(text: string): string {
    if (!/^(100|\d{1,2}(\.\d{1,6})?)$/.test(text)) {
      throw new CliFailure('usage', `--tax-rate ${JSON.stringify(text)}: give a percentage from 0 to 100, such as 20.`);
    }
    return text;
  }

  @Option({ flags: '--all-rejects', description: 'print every reject, not the first 20' })
  allRejects(): boolean {
    return true;
  }
}

/** What went in, in words. `facts`: events written. */
export function salesSummary(file: SalesFile, result: SalesImport, facts: number): readonly string[] {
  const taken = result.billed + result.credited + result.nothingToBill + result.waiting;
  if (taken > 0 && facts === 0) {
    return [`Nothing new: all ${grouped(String(taken))} documents of this file were imported before, with the same content. Nothing was written.`];
  }
  return [
    `${grouped(String(file.rowCount))} lines, ${grouped(String(file.documentCount))} documents, ${grouped(String(file.customerCount))} known customers.`,
    `${result.billed} billed, ${result.credited} credited, ${result.nothingToBill} with nothing to bill, ${result.waiting} waiting; ` +
      `${result.customers} customers registered; ${grouped(String(facts))} facts written.`,
  ];
}

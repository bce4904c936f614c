import { Option, SubCommand } from 'nest-commander';
import { dayInZone } from '#ledger';
import { currency as currencyOf } from '#money';
import { CliFailure } from '../cli-failure';
import { entityOf, openForWriting } from '../data-folder';
import { startProgress } from '../output/progress';
import { ImportCommandBase, importRun, type ImportOptions } from './import-options';
import { failOnRejects, printRejects } from './import-report';
import { importReceivables, type ReceivablesImport } from './import-receivables';
import { readReceivablesFile } from './receivables-file';

interface ReceivablesOptions extends ImportOptions {
  readonly source?: string;
  readonly mode?: 'history' | 'opening';
}

@SubCommand({ name: 'receivables', arguments: '<file>', description: 'invoices issued elsewhere: customer_id, invoice_number, invoice_date, due_date, invoice_amount, disputed, settled_date' })
export class ImportReceivablesCommand extends ImportCommandBase<ReceivablesOptions> {
  protected override async execute([path = '']: readonly string[], options: ReceivablesOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const entity = await entityOf(ledger, options.entity);
      const currency = currencyOf(options.currency ?? entity.baseCurrency);
      if (currency === undefined) {
        throw new CliFailure('usage', 'Say the currency of the amounts with --currency.');
      }
      const file = await readReceivablesFile(path, currency, options.dateFormat ?? 'iso');
      const mapping = {
        entityId: entity.entityId,
        currency: currency.code,
        ...(options.rate === undefined ? {} : { rate: options.rate }),
        source: options.source ?? 'receivables',
        mode: options.mode ?? 'history',
        today: dayInZone(Date.now(), entity.timeZone),
      };
      const before = await ledger.readModels.catchUp();
      const progress = startProgress('Importing receivables', file.items.length);
      const run = await importRun('receivables', path);
      const result = await importReceivables(ledger, file, mapping, { run, onProgress: (done) => { progress.update(done); } });
      progress.done();
      const after = await ledger.readModels.catchUp();
      this.terminal.print(receivablesSummary(result, after.sequence - before.sequence));
      const rejects = [...file.problems, ...result.refused];
      printRejects(this.terminal, rejects);
      failOnRejects(rejects);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--source <name>', description: 'the system they come from; numbers are unique within it (default receivables)' })
  source(name: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/.test(name)) {
      throw new CliFailure('usage', `--source ${JSON.stringify(name)}: give 1 to 32 of letters, digits, . _ -`);
    }
    return name;
  }

  @Option({ flags: '--mode <mode>', description: 'history: revenue on its own date; opening: against the opening balance', choices: ['history', 'opening'] })
  mode(mode: string): string {
    return mode;
  }
}

/** What went in, in words. `facts`: events written. */
export function receivablesSummary(result: ReceivablesImport, facts: number): string {
  if (result.known > 0 && facts === 0) {
    return `Nothing new: ${result.known} invoices of this file were imported before, with the same content. Nothing was written.`;
  }
  return (
    `Recorded ${result.recorded} new, ${result.known} known: invoices with their own numbers and dates. New with them: ${result.payments} settled, ` +
    `${result.disputes} disputed (dated at issue: the file gives no date), ${result.customers} customers registered; ${facts} facts written.`
  );
}

import { basename } from 'node:path';
import { Command, Option, SubCommand } from 'nest-commander';
import { RecordRates } from '#billing';
import { ratesPerRequestMax, type GivenRate } from '#ledger';
import { contextsOf, settle } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import { importRun } from '../import/import-options';
import { failOnRejects, printRejects } from '../import/import-report';
import type { LineProblem } from '../import/line-problem';
import { readRatesFile, type FileRate } from './rates-file';

interface RatesOptions extends DataOptions {
  readonly entity?: string;
  readonly source?: string;
  readonly corrects?: boolean;
}

@SubCommand({ name: 'import', arguments: '<file>', description: 'rates of exchange as CSV: currency, on, rate (base units per unit)' })
export class RatesImportCommand extends LedgerCommand<RatesOptions> {
  protected override async execute([path = '']: readonly string[], options: RatesOptions): Promise<void> {
    const file = await readRatesFile(path);
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const context = contextsOf('import', await importRun('rates', path));
      const source = options.source ?? basename(path).slice(0, 200);
      const sum = { recorded: 0, known: 0 };
      const rejects: LineProblem[] = [...file.problems];
      const record = async (batch: readonly FileRate[]): Promise<void> => {
        const rates: GivenRate[] = batch.map(({ line: _line, ...rate }) => rate);
        const body = { entityId, rates, source, corrects: options.corrects === true };
        const result = await settle(ledger, () => new RecordRates(body, context(`lines-${batch[0]?.line ?? 0}`)));
        if (result.kind === 'accepted') {
          sum.recorded += result.answer.recorded;
          sum.known += result.answer.known;
        } else if (batch.length > 1) {
          // Recorded all or none: one by one says which line it is, and takes the others.
          for (const one of batch) {
            await record([one]);
          }
        } else {
          rejects.push(refusedLine(batch[0], result.refusal));
        }
      };
      for (let start = 0; start < file.rates.length; start += ratesPerRequestMax) {
        await record(file.rates.slice(start, start + ratesPerRequestMax));
      }
      this.terminal.print(`${sum.recorded} rates recorded, ${sum.known} were on record already.`);
      printRejects(this.terminal, rejects);
      failOnRejects(rejects);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--source <text>', description: 'where the rates come from (default: the file’s name)' })
  source(text: string): string {
    return text;
  }

  @Option({ flags: '--corrects', description: 'replace other rates on record for the same days' })
  corrects(): boolean {
    return true;
  }
}

const refusedLine = (rate: FileRate | undefined, { code, message }: { readonly code: string; readonly message: string }): LineProblem => ({
  line: rate?.line ?? 0, field: 'rate', value: `${rate?.currency ?? ''} ${rate?.on ?? ''} ${rate?.rate ?? ''}`, rule: `refused, ${code}`, remedy: message,
});

@Command({ name: 'rates', description: 'rates of exchange', subCommands: [RatesImportCommand] })
export class RatesCommand extends GroupCommand {}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option, SubCommand } from 'nest-commander';
import { safTCompany, safTFile, safTHolds, type SafTFrame } from '#exports';
import { dayInZone } from '#ledger';
import { CliFailure } from '../cli-failure';
import type { EntityFacts } from '../log/entities';
import { packageRoot } from '../package-root';
import { writeExport } from './write-export';
import { YearExportCommand, type YearOptions, type YearToWrite } from './year-export.command';

interface SafTOptions extends YearOptions {
  readonly out?: string;
}

@SubCommand({ name: 'saf-t', description: 'SAF-T Financial 1.30 (Norwegian schema): accounts, customers, tax codes and every entry of a book year' })
export class ExportSafTCommand extends YearExportCommand<SafTOptions> {
  protected override readonly exported = 'saf-t';

  protected override refuse({ entityId, baseCurrency }: EntityFacts): void {
    if (!safTHolds(baseCurrency)) {
      throw new CliFailure('refused', `${entityId} keeps its books in ${baseCurrency}, which has more than the two decimals that SAF-T knows.`);
    }
  }

  protected override async write({ entity, year, books }: YearToWrite, { out }: SafTOptions): Promise<void> {
    const frame: SafTFrame = {
      ...year, timeZone: entity.timeZone, baseCurrency: entity.baseCurrency, company: safTCompany(entity),
      createdOn: dayInZone(Date.now(), entity.timeZone), softwareVersion: softwareVersion(), customerOf: books.customerOf,
    };
    await writeExport(safTFile(frame, books.entries(), books.survey), out);
    this.terminal.note(`${books.survey.entries} entries, known at sequence ${books.knownAt}; they tie to the trial balance.`);
  }

  @Option({ flags: '--out <file>', description: 'write to this file, which appears when it is whole (default: standard output)' })
  out(file: string): string {
    return file;
  }
}

function softwareVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Option, SubCommand } from 'nest-commander';
import { accountsNotFrench, fecFile, fecFileName, frenchResultAccount, isFrenchAccount, isSiren, sirenOf } from '#exports';
import { CliFailure } from '../cli-failure';
import type { EntityFacts } from '../log/entities';
import { writeExport } from './write-export';
import { YearExportCommand, type YearOptions, type YearToWrite } from './year-export.command';

interface FecOptions extends YearOptions {
  readonly siren?: string;
  readonly folder?: string;
  readonly resultAccount?: string;
}

const codesShown = 20;

@SubCommand({ name: 'fec', description: 'the file of article A47 A-1 that French tax inspectors ask for: <SIREN>FEC<YYYYMMDD>.txt' })
export class ExportFecCommand extends YearExportCommand<FecOptions> {
  protected override readonly exported = 'fec';

  protected override refuse(entity: EntityFacts, options: FecOptions): void {
    sirenAsked(entity, options);
    const folder = options.folder ?? '.';
    if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
      throw new CliFailure('usage', `--folder ${folder} is no folder. Make it first: mkdir -p ${folder}`);
    }
  }

  protected override async write({ entity, year, books }: YearToWrite, options: FecOptions): Promise<void> {
    refuseForeignCodes(accountsNotFrench(books.survey.accounts.keys()), entity.entityId);
    const frame = {
      ...year, timeZone: entity.timeZone, baseCurrency: entity.baseCurrency,
      resultAccount: { ...frenchResultAccount, code: options.resultAccount ?? frenchResultAccount.code },
      nameOf: (customerId: string) => books.customerOf(customerId)?.name ?? '',
    };
    const file = join(options.folder ?? '.', fecFileName(sirenAsked(entity, options), year.to));
    await writeExport(fecFile(frame, books.entries(), books.survey, books.lettering), file);
    this.terminal.print(`${file}: ${books.survey.entries} entries, known at sequence ${books.knownAt}; they tie to the trial balance. Check it: daybook check-fec ${file}`);
  }

  @Option({ flags: '--siren <number>', description: 'SIREN of the company (default: from its VAT number FR…)' })
  siren(number: string): string {
    return number.replace(/\s/g, '');
  }

  @Option({ flags: '--folder <folder>', description: 'where the file goes; its name is given by the article (default: here)' })
  folder(folder: string): string {
    return folder;
  }

  @Option({ flags: '--result-account <code>', description: 'account that carries the results of former years forward (default 110000)' })
  resultAccount(code: string): string {
    if (!isFrenchAccount(code)) {
      throw new CliFailure('usage', `--result-account ${JSON.stringify(code)}: an account begins with three digits.`);
    }
    return code;
  }
}

function sirenAsked(entity: EntityFacts, { siren }: FecOptions): string {
  if (siren !== undefined && !isSiren(siren)) {
    throw new CliFailure('usage', `--siren ${siren}: a SIREN has nine digits, the last of which checks the others.`);
  }
  const found = siren ?? sirenOf(entity);
  if (found === undefined) {
    throw new CliFailure('usage', `Legal entity ${entity.entityId} has no French VAT number to take the SIREN from. Give it: --siren 123456789`);
  }
  return found;
}

function refuseForeignCodes(foreign: readonly string[], entityId: string): void {
  if (foreign.length > 0) {
    const more = foreign.length > codesShown ? ` and ${foreign.length - codesShown} more` : '';
    throw new CliFailure(
      'refused',
      `Accounts of ${entityId} that do not begin with three digits of the French chart: ${foreign.slice(0, codesShown).join(', ')}${more}. Map its chart to such codes; the file needs them.`,
    );
  }
}

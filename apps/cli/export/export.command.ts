import { Command, Option, SubCommand } from 'nest-commander';
import { reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReading, openForReports } from '../data-folder';
import { GroupCommand, LedgerCommand, type DataOptions } from '../daybook-command';
import type { LedgerPlace } from '../ledger-place';
import { compareWithHledger } from './compare-with-hledger';
import { hledgerVersion } from './hledger';
import { hledgerJournal } from './hledger-journal';

interface JournalOptions extends DataOptions {
  readonly format?: 'hledger';
  readonly entity?: string;
  readonly check?: boolean;
}

@SubCommand({ name: 'journal', description: 'print the journal for another bookkeeping program' })
export class ExportJournalCommand extends LedgerCommand<JournalOptions> {
  protected override async execute(_args: readonly string[], options: JournalOptions): Promise<void> {
    if (options.check === true) {
      await this.checkWithHledger(this.placeOf(options));
      return;
    }
    const reading = await openForReading(this.placeOf(options));
    try {
      for await (const text of hledgerJournal(reading, options.entity === undefined ? {} : { entityId: options.entity })) {
        if (!process.stdout.write(text)) {
          await new Promise((drained) => process.stdout.once('drain', drained));
        }
      }
    } finally {
      await reading.close();
    }
  }

  private async checkWithHledger(place: LedgerPlace): Promise<void> {
    const version = await hledgerVersion();
    if (version === null) {
      throw new CliFailure('usage', 'hledger is not on the PATH. Install it (Debian: apt-get install hledger), or leave out --check.');
    }
    const reading = await openForReports(place);
    try {
      await reading.readModels.catchUp();
      const { accounts, problems } = await compareWithHledger(reading, reports(reading.readStore));
      if (problems.length > 0) {
        throw new CliFailure('check-failed', `${version} and our trial balance differ:\n  ${problems.join('\n  ')}`);
      }
      this.terminal.print(`${version} accepts the journal; its ${accounts} account balances are those of our trial balance.`);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--check', description: 'print nothing; let hledger check the journal and compare its balances with our trial balance' })
  check(): boolean {
    return true;
  }

  @Option({ flags: '--format <format>', description: 'hledger (plain text, hledger 1.25 or later)', choices: ['hledger'], defaultValue: 'hledger' })
  format(format: string): string {
    return format;
  }

  @Option({ flags: '--entity <id>', description: 'only this legal entity' })
  entity(id: string): string {
    return id;
  }
}

@Command({ name: 'export', description: 'take figures elsewhere', subCommands: [ExportJournalCommand] })
export class ExportCommand extends GroupCommand {}

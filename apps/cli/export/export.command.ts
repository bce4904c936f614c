import { Command, Option, SubCommand } from 'nest-commander';
import { openForReading } from '../data-folder';
import { DataCommand, GroupCommand, type DataOptions } from '../daybook-command';
import { hledgerJournal } from './hledger-journal';

interface JournalOptions extends DataOptions {
  readonly format?: 'hledger';
  readonly entity?: string;
}

@SubCommand({ name: 'journal', description: 'print the journal for another bookkeeping program' })
export class ExportJournalCommand extends DataCommand<JournalOptions> {
  protected override async execute(_args: readonly string[], options: JournalOptions): Promise<void> {
    const reading = await openForReading(this.folderOf(options));
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

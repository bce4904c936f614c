import { Option, SubCommand } from 'nest-commander';
import { csvFile, entryLines, journalEntries, journalTable, placedFacts, plainTextFormats, plainTextJournal, xlsxFile, type FactSource, type JournalScope, type PlainTextFormat } from '#exports';
import { reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReading, openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import type { LedgerPlace } from '../ledger-place';
import { exportOnRecord } from '../on-record/place-records';
import { bookkeepingTools } from './bookkeeping-tools';
import { compareBalances } from './compare-balances';
import { refuseTerminal, writeExport } from './write-export';

const formats = [...plainTextFormats, 'csv', 'xlsx', 'jsonl'] as const;
type JournalFormat = (typeof formats)[number];

interface JournalOptions extends DataOptions {
  readonly format?: JournalFormat;
  readonly entity?: string;
  readonly check?: boolean;
  readonly out?: string;
  readonly after?: number;
}

@SubCommand({ name: 'journal', description: 'the journal for another bookkeeping program' })
export class ExportJournalCommand extends LedgerCommand<JournalOptions> {
  protected override async execute(_args: readonly string[], options: JournalOptions): Promise<void> {
    const { format = 'hledger', entity } = options;
    if (options.check === true) {
      if (!isPlainText(format)) {
        throw new CliFailure('usage', `--check asks a bookkeeping program: ${plainTextFormats.join(', ')}. A ${format} file has none.`);
      }
      await this.checkWith(format, this.placeOf(options), entity);
      return;
    }
    if (options.after !== undefined && format !== 'jsonl') {
      throw new CliFailure('usage', '--after goes with --format jsonl: the other formats are files of the whole journal.');
    }
    if (format === 'xlsx') {
      refuseTerminal(format, options.out);
    }
    const place = this.placeOf(options);
    const reading = await openForReading(place);
    try {
      await exportOnRecord(place, 'journal', { ...options, format });
      const scope = { ...(entity === undefined ? {} : { entityId: entity }), after: options.after ?? 0 };
      await writeExport(written(format, reading, scope), options.out);
    } finally {
      await reading.close();
    }
  }

  private async checkWith(format: PlainTextFormat, place: LedgerPlace, entity: string | undefined): Promise<void> {
    const { version, debianPackage } = bookkeepingTools[format];
    const found = await version();
    if (found === null) {
      throw new CliFailure('usage', `${format} is not on the PATH. Install it (Debian: apt-get install ${debianPackage}), or leave out --check.`);
    }
    const reading = await openForReports(place);
    try {
      await reading.readModels.catchUp();
      const { accounts, problems } = await compareBalances(format, reading, reports(reading.readStore), entity);
      if (problems.length > 0) {
        throw new CliFailure('check-failed', `${found} and our trial balance differ:\n  ${problems.join('\n  ')}`);
      }
      this.terminal.print(`${found} accepts the journal; its ${accounts} account balances are those of our trial balance.`);
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--check', description: 'print nothing; let the program itself check the journal and compare its balances with our trial balance' })
  check(): boolean {
    return true;
  }

  @Option({
    flags: '--format <format>',
    description: 'plain text for hledger (1.25 or later), ledger (3) or beancount (2.3); csv or xlsx: every line, safe for spreadsheets; jsonl: every entry as a line of JSON',
    choices: [...formats],
    defaultValue: 'hledger',
  })
  format(format: string): string {
    return format;
  }

  @Option({ flags: '--after <sequence>', description: 'jsonl: only entries after this ledger sequence, the last one that was taken over' })
  after(text: string): number {
    if (!/^\d{1,15}$/.test(text)) {
      throw new CliFailure('usage', `--after ${JSON.stringify(text)}: give a ledger sequence.`);
    }
    return Number(text);
  }

  @Option({ flags: '--entity <id>', description: 'only this legal entity' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--out <file>', description: 'write to this file, which appears when it is whole (default: standard output)' })
  out(file: string): string {
    return file;
  }
}

const isPlainText = (format: JournalFormat): format is PlainTextFormat => plainTextFormats.some((each) => each === format);

function written(format: JournalFormat, source: FactSource, scope: JournalScope & { readonly after: number }): AsyncIterable<string | Uint8Array> {
  if (isPlainText(format)) {
    return plainTextJournal(format, placedFacts(source), scope);
  }
  const entries = journalEntries(placedFacts(source), scope);
  if (format === 'jsonl') {
    return entryLines(entries, scope.after);
  }
  const table = journalTable(entries);
  return format === 'csv' ? csvFile(table) : xlsxFile([table]);
}

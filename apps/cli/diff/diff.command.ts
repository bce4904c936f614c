import { Command, Option } from 'nest-commander';
import { reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReading, openForReports, type ReportReading } from '../data-folder';
import { factInWords } from '../explain/fact-in-words';
import { folderPlace } from '../ledger-place';
import { parseKnownAt, type KnownAt } from '../log/known-at';
import { type LoggedEvent } from '../log/own-events';
import { startProgress } from '../output/progress';
import { renderTable } from '../output/table';
import { askReport, reportNames, type ReportName } from '../report/ask-report';
import { AskingCommand, questionOf, reportCalled, type AskingOptions } from '../report/asking.command';
import { changedFigures, type ChangedFigure } from './changed-rows';
import { compareLogs } from './compared-logs';

interface DiffOptions extends AskingOptions {
  readonly since?: KnownAt;
  readonly with?: string;
  readonly format?: 'table' | 'json';
}

@Command({
  name: 'diff',
  arguments: '[report]',
  description: 'what changed in a report between two moments, or where two logs part',
  argsDescription: { report: reportNames.join(', ') },
})
export class DiffCommand extends AskingCommand<DiffOptions> {
  protected override async execute([asked]: readonly string[], options: DiffOptions): Promise<void> {
    if (options.with !== undefined) {
      await this.compareLogs(options.with, options);
      return;
    }
    if (asked === undefined || options.since === undefined) {
      throw new CliFailure('usage', 'Name a report and the earlier moment: daybook diff aging --since 1234; or another log: daybook diff --with ./restored');
    }
    const name = reportCalled(asked, options.groupBy);
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      await this.compareMoments(reading, name, { ...options, since: options.since });
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--since <place>', description: 'the earlier moment: a ledger sequence, or a time such as 2011-02-01T00:00:00Z; the later one is --known-at (default: now)' })
  since(place: string): KnownAt {
    return parseKnownAt(place, '--since');
  }

  @Option({ flags: '--with <folder>', description: 'compare the log with that of another data folder, fact by fact' })
  withFolder(folder: string): string {
    return folder;
  }

  @Option({ flags: '--format <format>', description: 'table, or json', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }

  private async compareMoments(reading: ReportReading, name: ReportName, options: DiffOptions & { readonly since: KnownAt }): Promise<void> {
    const question = await questionOf(reading, options);
    const asking = reports(reading.readStore);
    const later = await askReport(asking, name, question);
    const earlier = await askReport(asking, name, { ...question, knownAt: options.since });
    const [from, to] = [earlier.provenance.knownAt, later.provenance.knownAt];
    if (from > to) {
      throw new CliFailure('usage', `--since is sequence ${from}, after sequence ${to}: give the earlier moment there.`);
    }
    const changed = changedFigures(earlier.view, later.view);
    if (options.format === 'json') {
      this.terminal.print(JSON.stringify({ report: name, from, to, changed }));
    } else {
      this.printChanged(changed);
      this.terminal.note(`report ${name} as of ${later.provenance.asOf}, known at sequence ${from} and ${to}: ${changed.length} figures differ, ${to - from} facts between`);
    }
  }

  private printChanged(changed: readonly ChangedFigure[]): void {
    if (changed.length === 0) {
      this.terminal.print('No figure differs.');
      return;
    }
    const columns = [{ title: 'row' }, { title: 'figure' }, ...['before', 'after', 'change'].map((title) => ({ title, kind: 'amount' as const }))];
    this.terminal.print(renderTable(columns, changed.map(({ row, column, before, after, change }) => [row.join(', '), column, before ?? '', after ?? '', change ?? '']), this.terminal.style));
  }

  /** Ends with exit code 1 where the logs part: they are not one ledger's any more. */
  private async compareLogs(folder: string, options: DiffOptions): Promise<void> {
    const one = await openForReading(this.placeOf(options));
    const other = await openForReading(folderPlace(folder)).catch(async (error: unknown) => {
      await one.close();
      throw error;
    });
    const progress = startProgress('Comparing', null);
    try {
      if (one.ledgerId !== other.ledgerId) {
        throw new CliFailure('check-failed', `These are two ledgers, ${one.ledgerId} and ${other.ledgerId}: nothing to compare.`);
      }
      const { same, parting, left } = await compareLogs(one, other, (facts) => progress.update(facts));
      if (options.format === 'json') {
        const shown = (logged: LoggedEvent): object => ({ stream: logged.event.stream, revision: logged.event.revision, type: logged.event.type, id: logged.event.id });
        this.terminal.print(
          JSON.stringify({
            same,
            parting: parting === null ? null : { sequence: parting.sequence, here: shown(parting.one), there: shown(parting.other) },
            onlyHere: left[0],
            onlyThere: left[1],
          }),
        );
      } else {
        this.terminal.print(`${same} facts are the same. ${left[0]} more are here, ${left[1]} more there.`);
      }
      if (parting !== null) {
        const said = ({ event, fact }: LoggedEvent): string => `${event.stream}@${event.revision}: ${factInWords(fact)}`;
        throw new CliFailure('check-failed', `The logs part at sequence ${parting.sequence}.\n  here   ${said(parting.one)}\n  there  ${said(parting.other)}`);
      }
    } finally {
      progress.done();
      await one.close();
      await other.close();
    }
  }
}

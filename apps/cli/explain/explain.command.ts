import { Command, Option } from 'nest-commander';
import { reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports, type ReportReading } from '../data-folder';
import { ownEvents, type LoggedEvent } from '../log/own-events';
import { startProgress } from '../output/progress';
import { renderTable } from '../output/table';
import { askReport, reportNames, type ReportName } from '../report/ask-report';
import { AskingCommand, questionOf, reportCalled, type AskingOptions } from '../report/asking.command';
import { candidatesOf } from './candidates';
import { figureOf, parseCell, type Cell } from './cell';
import { factInWords } from './fact-in-words';
import { historyOf, type FigureHistory } from './figure-history';

interface ExplainOptions extends AskingOptions {
  readonly format?: 'table' | 'json';
}

/** Each candidate costs two questions. */
const candidatesMax = 5_000;

@Command({
  name: 'explain',
  arguments: '<report> <cell>',
  description: 'list the facts behind one figure of a report, each in words, with what it changed',
  argsDescription: { report: reportNames.join(', '), cell: 'words of the row, a colon, the column: "1200:closing", "17850,GBP:total"' },
})
export class ExplainCommand extends AskingCommand<ExplainOptions> {
  protected override async execute([asked = '', cellText = '']: readonly string[], options: ExplainOptions): Promise<void> {
    const name = reportCalled(asked, options.groupBy);
    const cell = parseCell(cellText);
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      await this.explain(reading, { name, cell, options });
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--format <format>', description: 'table, or json', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }

  private async explain(reading: ReportReading, { name, cell, options }: { readonly name: ReportName; readonly cell: Cell; readonly options: ExplainOptions }): Promise<void> {
    const question = await questionOf(reading, options);
    const asking = reports(reading.readStore);
    const { view, provenance } = await askReport(asking, name, question);
    const figure = figureOf(view, cell);
    if (figure === null) {
      throw new CliFailure('usage', `No row of report ${name} has ${cell.words.join(', ')}. Look at the report first: daybook report ${name}`);
    }
    const { knownAt } = provenance;
    const candidates = await candidatesOf({ ...reading, reports: asking }, { name, question, cell, knownAt });
    if (candidates.length > candidatesMax) {
      throw new CliFailure('usage', `${candidates.length} facts may be behind this figure, more than ${candidatesMax}. Choose a figure of one customer or account, or an earlier --known-at.`);
    }
    const progress = startProgress('Asking', candidates.length);
    const history = await historyOf(
      candidates,
      knownAt,
      async (sequence) => figureOf((await askReport(asking, name, { ...question, knownAt: { sequence } })).view, cell),
      (done) => progress.update(done),
    ).finally(() => progress.done());
    const facts = await factsAt(reading, new Set(history.changes.map(({ sequence }) => sequence)));
    this.print({ name, cell, figure, knownAt, history, facts, json: options.format === 'json' });
  }

  private print({ name, cell, figure, knownAt, history, facts, json }: Explained): void {
    const rows = history.changes.map(({ sequence, change, after }) => {
      const { event, recordedAt, fact } = facts.get(sequence)!;
      return {
        sequence,
        recordedAt: new Date(recordedAt).toISOString(),
        stream: event.stream,
        revision: event.revision,
        type: event.type,
        change: change ?? '',
        figure: after,
        words: factInWords(fact),
      };
    });
    if (json) {
      this.terminal.print(JSON.stringify({ report: name, cell, figure, knownAt, facts: rows, elsewhere: history.elsewhere?.between ?? [] }));
      return;
    }
    this.terminal.print(
      renderTable(
        [{ title: 'sequence' }, { title: 'fact' }, { title: 'change', kind: 'amount' }, { title: 'figure', kind: 'amount' }],
        rows.map((row) => [String(row.sequence), row.words, row.change, row.figure ?? '']),
        this.terminal.style,
        ['', `${name} ${cell.words.join(', ')}: ${cell.column}`, '', figure],
      ),
    );
    if (history.elsewhere !== null) {
      const places = history.elsewhere.between.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
      this.terminal.note(`Facts of others also moved it, among sequences ${places.join(', ')}: daybook replay shows them.`);
    }
    this.terminal.note(`${rows.length} facts, known at sequence ${knownAt}`);
  }
}

interface Explained {
  readonly name: ReportName;
  readonly cell: Cell;
  readonly figure: string;
  readonly knownAt: number;
  readonly history: FigureHistory;
  readonly facts: ReadonlyMap<number, LoggedEvent>;
  readonly json: boolean;
}

async function factsAt(reading: ReportReading, sequences: ReadonlySet<number>): Promise<ReadonlyMap<number, LoggedEvent>> {
  const found = new Map<number, LoggedEvent>();
  for await (const logged of ownEvents(reading)) {
    if (sequences.has(logged.sequence)) found.set(logged.sequence, logged);
    if (found.size === sequences.size) break;
  }
  return found;
}

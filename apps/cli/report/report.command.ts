import { Command, Option } from 'nest-commander';
import { xlsxFile } from '#exports';
import { reports } from '#read-models';
import { CliFailure } from '../cli-failure';
import { openForReports, type ReportReading } from '../data-folder';
import { refuseTerminal, writeExport } from '../export/write-export';
import { exportOnRecord } from '../on-record/place-records';
import { askReport, reportNames, type ReportName } from './ask-report';
import { AskingCommand, questionOf, reportCalled, type AskingOptions } from './asking.command';
import { proofLine, provenanceLine, viewAsCsv, viewAsTables } from './render-report';
import { viewAsSheets } from './report-sheets';

interface ReportOptions extends AskingOptions {
  readonly format?: 'table' | 'csv' | 'json' | 'xlsx';
  readonly out?: string;
}

@Command({
  name: 'report',
  arguments: '<name>',
  description: `ask a report: ${reportNames.join(', ')}`,
  argsDescription: { name: reportNames.join(', ') },
})
export class ReportCommand extends AskingCommand<ReportOptions> {
  protected override async execute([asked = '']: readonly string[], options: ReportOptions): Promise<void> {
    const name = reportCalled(asked, options.groupBy);
    if (options.out !== undefined && options.format !== 'csv' && options.format !== 'xlsx') {
      throw new CliFailure('usage', '--out takes a csv or xlsx: add --format csv or --format xlsx.');
    }
    if (options.format === 'xlsx') {
      refuseTerminal('xlsx', options.out);
    }
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      await this.answer(reading, name, options);
    } finally {
      await reading.close();
    }
  }

  private async answer(reading: ReportReading, name: ReportName, options: ReportOptions): Promise<void> {
    const { body, provenance, view } = await askReport(reports(reading.readStore), name, await questionOf(reading, options));
    if (options.format === 'json') {
      this.terminal.print(JSON.stringify({ body, provenance }));
    } else if (options.format === 'csv' || options.format === 'xlsx') {
      await exportOnRecord(this.placeOf(options), `report ${name}`, options);
      await writeExport(options.format === 'csv' ? oneText(viewAsCsv(view)) : xlsxFile(viewAsSheets(view, provenance)), options.out);
      this.terminal.note(`${provenanceLine(provenance)}; ${proofLine(provenance)}`);
    } else {
      this.terminal.print(viewAsTables(view, provenance, this.terminal.style));
      this.terminal.note(proofLine(provenance));
    }
  }

  @Option({ flags: '--format <format>', description: 'table, csv or xlsx (safe for spreadsheets), or json', choices: ['table', 'csv', 'json', 'xlsx'] })
  format(format: string): string {
    return format;
  }

  @Option({ flags: '--out <file>', description: 'csv and xlsx: write to this file, which appears when it is whole (default: standard output)' })
  out(file: string): string {
    return file;
  }
}

/** A report is made whole; exports are written in parts. */
async function* oneText(text: string): AsyncGenerator<string> {
  yield text;
}

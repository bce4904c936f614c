import { randomUUID } from 'node:crypto';
import { Command, Option } from 'nest-commander';
import { PlanBillingRun, RunBilling, type Ledger } from '#billing';
import { accepted, contextsOf } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { realDay } from '../replay/replay.command';
import { followRun } from './follow-run';
import { previewLines, runLines } from './show-run';

interface BillOptions extends DataOptions {
  readonly entity?: string;
  readonly through: string;
  readonly issueDate?: string;
  readonly run?: string;
  readonly preview?: boolean;
  readonly format?: 'table' | 'json';
}

@Command({ name: 'bill', description: 'bill everything that is due through a day: contracts, and sales that wait' })
export class BillCommand extends LedgerCommand<BillOptions> {
  protected override async execute(_args: readonly string[], options: BillOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const asked = { entityId, through: options.through, ...(options.issueDate === undefined ? {} : { issueDate: options.issueDate }) };
      await (options.preview === true ? this.preview(ledger, asked, options) : this.bill(ledger, asked, options));
    } finally {
      await ledger.close();
    }
  }

  private async preview(ledger: Ledger, asked: PlanBillingRun['body'], options: BillOptions): Promise<void> {
    const answer = await accepted(ledger, () => new PlanBillingRun(asked, contextsOf('bill', 'preview')('preview')));
    this.show(options, answer, previewLines(answer, this.terminal.style));
  }

  private async bill(ledger: Ledger, asked: Omit<RunBilling['body'], 'runId'>, options: BillOptions): Promise<void> {
    const runId = options.run ?? `bill-${asked.through}-${randomUUID().slice(0, 8)}`;
    if (options.run === undefined) {
      this.terminal.note(`Run ${runId}. To carry it on after an interruption: the same command with --run ${runId}.`);
    }
    const context = contextsOf('bill', runId);
    const progress = followRun();
    const answer = await accepted(ledger, () => new RunBilling({ runId, ...asked }, context('run'), progress.tell));
    progress.done();
    await ledger.readModels.catchUp();
    this.show(options, answer, runLines(answer));
  }

  private show({ format }: BillOptions, answer: object, lines: readonly string[]): void {
    for (const line of format === 'json' ? [JSON.stringify(answer)] : lines) {
      this.terminal.print(line);
    }
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--through <day>', description: 'bill what falls due on or before YYYY-MM-DD', required: true })
  through(day: string): string {
    return realDay(day, '--through');
  }

  @Option({ flags: '--issue-date <day>', description: 'date of the invoices (default: today where the legal entity is)' })
  issueDate(day: string): string {
    return realDay(day, '--issue-date');
  }

  @Option({ flags: '--run <id>', description: 'id of the run; given again, the run carries on and bills nothing twice' })
  runId(id: string): string {
    return id;
  }

  @Option({ flags: '--preview', description: 'say what would be billed, and write nothing' })
  previewOnly(): boolean {
    return true;
  }

  @Option({ flags: '--format <format>', description: 'table (default) or json', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }
}

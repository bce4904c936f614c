import { Option, SubCommand } from 'nest-commander';
import { RunDeliveries, SendDocument, type Ledger } from '#billing';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { realDay } from '../replay/replay.command';
import { deliverContext } from './deliver-context';
import { runReport } from './run-report';

interface StatementOptions extends DataOptions {
  readonly all?: boolean;
  readonly entity?: string;
  readonly from?: string;
  readonly asOf?: string;
  readonly repeats?: string;
}

@SubCommand({
  name: 'statement', arguments: '[account]',
  description: 'send the statement of one account, or with --all --as-of of every account that owes, by e-mail; run again, nothing goes out twice',
})
export class DeliverStatementCommand extends LedgerCommand<StatementOptions> {
  protected override async execute([account]: readonly string[], options: StatementOptions): Promise<void> {
    const { all = false, asOf, repeats } = options;
    if (all === (account !== undefined) || (all && (asOf === undefined || repeats !== undefined))) {
      throw new CliFailure('usage', 'Name one account, as UK~17850, or give --all with --as-of and without --repeats.');
    }
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      await (account === undefined ? this.sendAll(ledger, options, String(asOf)) : this.sendOne(ledger, account, options));
    } finally {
      await ledger.close();
    }
  }

  private async sendOne(ledger: Ledger, documentId: string, { from, asOf, repeats }: StatementOptions): Promise<void> {
    const body = {
      kind: 'statement', documentId, ...(from === undefined ? {} : { from }), ...(asOf === undefined ? {} : { asOf }), ...(repeats === undefined ? {} : { repeats }),
    } as const;
    const { deliveryId, state, detail } = await accepted(ledger, () => new SendDocument(body, deliverContext('statement')));
    this.terminal.print(`${deliveryId}: ${state}${detail === '' ? '' : ` (${detail})`}`);
  }

  private async sendAll(ledger: Ledger, { entity, from }: StatementOptions, statementsAsOf: string): Promise<void> {
    const { entityId } = await entityOf(ledger, entity);
    const asked = { entityId, statementsAsOf, ...(from === undefined ? {} : { from }) };
    for (let more = true; more; ) {
      const answer = await accepted(ledger, () => new RunDeliveries(asked, deliverContext('statements')));
      for (const line of runReport(answer, `statements ${answer.from} to ${statementsAsOf}`)) this.terminal.print(line);
      more = answer.more && answer.stopped === undefined;
    }
  }

  @Option({ flags: '--all', description: 'every account that owes on the last day and wants e-mail' })
  all(): boolean {
    return true;
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--from <day>', description: 'first day, YYYY-MM-DD (default: the first of the year)' })
  from(day: string): string {
    return realDay(day, '--from');
  }

  @Option({ flags: '--as-of <day>', description: 'last day, YYYY-MM-DD (default for one account: today)' })
  asOf(day: string): string {
    return realDay(day, '--as-of');
  }

  @Option({ flags: '--repeats <delivery>', description: 'the last delivery of this statement: send it once more' })
  repeats(deliveryId: string): string {
    return deliveryId;
  }
}

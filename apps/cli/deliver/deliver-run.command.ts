import { Option, SubCommand } from 'nest-commander';
import { RunDeliveries } from '#billing';
import { accepted } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { realDay } from '../replay/replay.command';
import { deliverContext } from './deliver-context';
import { runReport } from './run-report';

interface RunOptions extends DataOptions {
  readonly entity?: string;
  readonly from?: string;
}

@SubCommand({ name: 'run', description: 'send everything issued and not sent yet to customers who want e-mail; run again, nothing goes out twice' })
export class DeliverRunCommand extends LedgerCommand<RunOptions> {
  protected override async execute(_args: readonly string[], options: RunOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const asked = { entityId, ...(options.from === undefined ? {} : { from: options.from }) };
      for (let more = true; more; ) {
        const answer = await accepted(ledger, () => new RunDeliveries(asked, deliverContext('run')));
        for (const line of runReport(answer, `issued from ${answer.from}`)) this.terminal.print(line);
        more = answer.more && answer.stopped === undefined;
      }
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--from <day>', description: 'first issue date, YYYY-MM-DD (default: seven days back)' })
  from(day: string): string {
    return realDay(day, '--from');
  }
}

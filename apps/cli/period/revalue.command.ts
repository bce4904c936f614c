import { Command, Option } from 'nest-commander';
import { RevalueCurrency } from '#billing';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { entityOf, openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';
import { realDay } from '../replay/replay.command';
import { ownRequest } from './own-request';

interface RevalueOptions extends DataOptions {
  readonly entity?: string;
  readonly on?: string;
  readonly requestId?: string;
}

@Command({ name: 'revalue', description: 'value what is open in foreign currencies at the rates of a day; taken back on the next' })
export class RevalueCommand extends LedgerCommand<RevalueOptions> {
  protected override async execute(_args: readonly string[], options: RevalueOptions): Promise<void> {
    const { on } = options;
    if (on === undefined) {
      throw new CliFailure('usage', 'Say which day with --on, as a rule the last of a month: --on 2011-01-31.');
    }
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { entityId } = await entityOf(ledger, options.entity);
      const { requestId, context } = ownRequest('revalue', options.requestId);
      const { rows, difference, baseCurrency, reversedOn } = await accepted(ledger, () => new RevalueCurrency({ entityId, on, requestId }, context));
      const amount = 'amount' as const;
      const columns = [
        { title: 'account' }, { title: 'currency' }, { title: 'open', kind: amount }, { title: 'rate' }, { title: 'booked', kind: amount },
        { title: 'worth', kind: amount }, { title: 'difference', kind: amount },
      ];
      const cells = rows.map((row) => [row.role, row.currency, row.amount, row.rate, row.bookedBase, row.revaluedBase, row.difference]);
      this.terminal.print(
        rows.length === 0
          ? `Nothing of ${entityId} is open in a foreign currency on ${on}.`
          : renderTable(columns, cells, this.terminal.style, ['total', baseCurrency, '', '', '', '', difference]),
      );
      this.terminal.print(`Booked on ${on} and taken back on ${reversedOn}.`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--on <day>', description: 'day the difference counts on' })
  on(day: string): string {
    return realDay(day, '--on');
  }

  @Option({ flags: '--entity <id>', description: 'legal entity; may be left out when there is one' })
  entity(id: string): string {
    return id;
  }

  @Option({ flags: '--request-id <id>', description: 'sent again with the same id it happens once' })
  requestId(id: string): string {
    return id;
  }
}

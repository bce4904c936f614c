import { Option, SubCommand } from 'nest-commander';
import { ResolveDelivery } from '#billing';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { deliverContext } from './deliver-context';

interface ResolveOptions extends DataOptions {
  readonly outcome: 'sent' | 'failed';
  readonly reason: string;
}

@SubCommand({ name: 'resolve', arguments: '<delivery>', description: 'say what became of a message whose outcome nobody knows' })
export class DeliverResolveCommand extends LedgerCommand<ResolveOptions> {
  protected override async execute([deliveryId = '']: readonly string[], options: ResolveOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { outcome, reason } = options;
      const body = { deliveryId, outcome, reason, requestId: `resolve-${deliveryId}-${outcome}` };
      const { state } = await accepted(ledger, () => new ResolveDelivery(body, deliverContext('resolve')));
      this.terminal.print(`${deliveryId}: ${state}`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--outcome <outcome>', description: 'sent or failed', choices: ['sent', 'failed'], required: true })
  outcome(outcome: string): string {
    return outcome;
  }

  @Option({ flags: '--reason <text>', description: 'how you know', required: true })
  reason(text: string): string {
    return text;
  }
}

import { Option, SubCommand } from 'nest-commander';
import { deliveryStates, lookups, type DeliveryRecord } from '#read-models';
import { openForReports } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';

interface ListOptions extends DataOptions {
  readonly state?: DeliveryRecord['state'];
  readonly account?: string;
}

@SubCommand({ name: 'list', description: 'messages about documents and what became of them, newest first' })
export class DeliverListCommand extends LedgerCommand<ListOptions> {
  protected override async execute(_args: readonly string[], options: ListOptions): Promise<void> {
    const reading = await openForReports(this.placeOf(options));
    try {
      await reading.readModels.catchUp();
      const filter = { ...(options.state === undefined ? {} : { state: options.state }), ...(options.account === undefined ? {} : { accountId: options.account }) };
      for (let after: number | null = null; ; ) {
        const { items, next } = await lookups(reading.readStore, Date.now).listDeliveries(filter, after === null ? {} : { after });
        for (const { deliveryId, documentNumber, documentId, dueOn, state, openedOn, detail } of items) {
          const seen = openedOn === undefined ? '' : `, opened ${openedOn}`;
          this.terminal.print(`${deliveryId}  ${dueOn}  ${documentNumber ?? documentId}  ${state}${seen}${detail === '' ? '' : `  ${detail}`}`);
        }
        if (next === null) return;
        after = next;
      }
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--state <state>', description: deliveryStates.join(', '), choices: [...deliveryStates] })
  state(state: string): string {
    return state;
  }

  @Option({ flags: '--account <id>', description: 'debtor account, as UK~17850' })
  account(id: string): string {
    return id;
  }
}

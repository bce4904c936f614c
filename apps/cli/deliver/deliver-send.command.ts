import { Option, SubCommand } from 'nest-commander';
import { SendDocument } from '#billing';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { deliverContext } from './deliver-context';

interface SendOptions extends DataOptions {
  readonly kind?: 'invoice' | 'credit-note' | 'receipt';
  readonly repeats?: string;
}

@SubCommand({ name: 'send', arguments: '<document>', description: 'send one document by e-mail; sent before, nothing goes out unless the last delivery is named' })
export class DeliverSendCommand extends LedgerCommand<SendOptions> {
  protected override async execute([documentId = '']: readonly string[], options: SendOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const body = { kind: options.kind ?? 'invoice', documentId, ...(options.repeats === undefined ? {} : { repeats: options.repeats }) } as const;
      const { deliveryId, state, detail } = await accepted(ledger, () => new SendDocument(body, deliverContext('send')));
      this.terminal.print(`${deliveryId}: ${state}${detail === '' ? '' : ` (${detail})`}`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--kind <kind>', description: 'invoice (default), credit-note or receipt', choices: ['invoice', 'credit-note', 'receipt'] })
  kind(kind: string): string {
    return kind;
  }

  @Option({ flags: '--repeats <delivery>', description: 'the last delivery of this document: send it once more' })
  repeats(deliveryId: string): string {
    return deliveryId;
  }
}

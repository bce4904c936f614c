import { readFile, stat } from 'node:fs/promises';
import { SubCommand } from 'nest-commander';
import { RecordBounce } from '#billing';
import { bounceLengthMax } from '#delivery';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { deliverContext } from './deliver-context';

@SubCommand({ name: 'bounce', arguments: '<file>', description: 'record that a message came back, from the notification as it was received (RFC 3464)' })
export class DeliverBounceCommand extends LedgerCommand<DataOptions> {
  protected override async execute([file = '']: readonly string[], options: DataOptions): Promise<void> {
    const size = await stat(file).then(({ size: bytes }) => bytes, () => null);
    if (size === null || size > bounceLengthMax) {
      throw new CliFailure('usage', size === null ? `There is no file ${file}.` : `${file} takes ${size} bytes; a notification takes at most ${bounceLengthMax}.`);
    }
    const message = await readFile(file, 'latin1');
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { deliveryId, state, detail } = await accepted(ledger, () => new RecordBounce({ message }, deliverContext('bounce')));
      this.terminal.print(`${deliveryId}: ${state} (${detail})`);
    } finally {
      await ledger.close();
    }
  }
}

import { Option, SubCommand } from 'nest-commander';
import { CancelDirectDebit } from '#billing';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { ownRequest } from '../period/own-request';

interface CancelOptions extends DataOptions {
  readonly reason: string;
}

@SubCommand({ name: 'cancel', arguments: '<debit>', description: 'do not send a claimed debit to the bank; make the file again afterwards' })
export class DirectDebitCancelCommand extends LedgerCommand<CancelOptions> {
  protected override async execute([directDebitId = '']: readonly string[], { reason, ...options }: CancelOptions): Promise<void> {
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { context } = ownRequest('cancel-direct-debit', directDebitId);
      const { accountId } = await accepted(ledger, () => new CancelDirectDebit({ directDebitId, reason }, context));
      this.terminal.print(`${directDebitId} of ${accountId} is cancelled; what it named is open as before.`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--reason <text>', description: 'why; stands in the fact', required: true })
  reason(text: string): string {
    return text;
  }
}

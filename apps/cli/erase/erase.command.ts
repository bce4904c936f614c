import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'nest-commander';
import { EraseCustomer, EraseCustomerBody, checkedBody, type ErasureOutlook, type Ledger } from '#billing';
import { CliFailure } from '../cli-failure';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { ownRequest } from '../period/own-request';
import { outOfReach, shownOutlook, shownRecords } from './show-outlook';

export interface EraseOptions extends DataOptions {
  readonly reason?: string;
  readonly request?: string;
  readonly yes?: true;
}

@Command({
  name: 'erase',
  arguments: '<customer>',
  description: 'forget a person: shows what is erased, what is kept and what forbids it, asks, and destroys their keys',
  argsDescription: { customer: 'id of the customer' },
})
export class EraseCommand extends LedgerCommand<EraseOptions> {
  protected override async execute([customerId = '']: readonly string[], options: EraseOptions): Promise<void> {
    const body = bodyOf(customerId, options);
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const outlook = await ledger.erasureOutlook(customerId);
      if (outlook.standing === 'unknown') {
        throw new CliFailure('refused', `There is no customer ${JSON.stringify(customerId)}. Look the id up: ids are case-sensitive.`);
      }
      if (outlook.standing === 'erased' && options.request === undefined) {
        this.terminal.print(`Customer ${customerId} is erased already.`);
        return;
      }
      await this.decide(ledger, outlook, { body, options });
    } finally {
      await ledger.close();
    }
  }

  private async decide(ledger: Ledger, outlook: ErasureOutlook, { body, options }: { readonly body: EraseCustomerBody; readonly options: EraseOptions }): Promise<void> {
    const { customerId } = outlook;
    this.terminal.print(`Customer ${customerId}\n${shownOutlook(outlook)}\n`);
    // What forbids it is for the command to refuse: it alone decides, on what is on record then.
    const forbidden = outlook.holds.length + outlook.retained.length + outlook.openAccounts.length > 0;
    if (!forbidden && options.yes !== true && !(await this.isConfirmed(customerId))) {
      throw new CliFailure('refused', 'Nothing was erased: it was not confirmed.');
    }
    const { context } = ownRequest('erase-customer', body.requestId);
    const { records } = await accepted(ledger, () => new EraseCustomer(body, context));
    await ledger.readModels.catchUp();
    this.terminal.print(`Erased customer ${customerId}. Nobody can read any more\n${shownRecords(records).join('\n')}`);
    this.terminal.note(`SQLite keeps what was deleted until the read models are rebuilt: daybook rebuild\n${outOfReach}`);
  }

  /** Asks whoever sits there to type the id once more: an erasure cannot be taken back. @throws CliFailure where nobody sits. */
  protected async isConfirmed(customerId: string): Promise<boolean> {
    if (!process.stdin.isTTY) {
      throw new CliFailure('usage', 'Nothing was erased: there is nobody to ask here. Repeat it with --yes.');
    }
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await asking.question('This cannot be taken back. Type the id of the customer to erase them: ')).trim() === customerId;
    } finally {
      asking.close();
    }
  }

  @Option({ flags: '--reason <text>', description: 'why, without naming the person; stays on record' })
  reason(text: string): string {
    return text;
  }

  @Option({ flags: '--request <id>', description: 'id of your own: given again, nothing is done twice' })
  request(id: string): string {
    return id;
  }

  @Option({ flags: '--yes', description: 'do not ask' })
  yes(): true {
    return true;
  }
}

function bodyOf(customerId: string, { reason, request }: EraseOptions): EraseCustomerBody {
  if (reason === undefined) {
    throw new CliFailure('usage', 'Say why with --reason, without naming the person: the reason stays on record.');
  }
  const checked = checkedBody(EraseCustomerBody, { customerId, reason, requestId: ownRequest('erase-customer', request).requestId });
  if (!checked.ok) {
    throw new CliFailure('usage', checked.problems.map(({ field, rule }) => `${field} must be ${rule}`).join('; '));
  }
  return checked.body;
}

import { Option, SubCommand } from 'nest-commander';
import { MakeDirectDebitFile } from '#billing';
import { accepted } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { requirePlaceFor, writeDocument } from '../document/write-document';
import { ownRequest } from '../period/own-request';

interface FileOptions extends DataOptions {
  readonly out?: string;
}

@SubCommand({ name: 'file', arguments: '<batch>', description: 'write the file of a batch for the bank (pain.008.001.08)' })
export class DirectDebitFileCommand extends LedgerCommand<FileOptions> {
  protected override async execute([batchId = '']: readonly string[], { out, ...options }: FileOptions): Promise<void> {
    if (out !== undefined) {
      requirePlaceFor(out);
    }
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      const { context } = ownRequest('direct-debit-file', batchId);
      const { fileName, xml, count, total } = await accepted(ledger, () => new MakeDirectDebitFile({ batchId }, context));
      const file = out ?? fileName;
      // It holds names and accounts of debtors: nobody else on the machine is to read it.
      writeDocument(file, xml, 0o600);
      this.terminal.print(`${file}: ${count} direct debits, ${total} EUR.`);
    } finally {
      await ledger.close();
    }
  }

  @Option({ flags: '--out <file>', description: 'where to write it (default: named after the batch, here)' })
  out(file: string): string {
    return file;
  }
}

import { Option, SubCommand } from 'nest-commander';
import { readDirectDebits } from '#billing';
import { CliFailure } from '../cli-failure';
import { openForReading } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { renderTable } from '../output/table';

interface ListOptions extends DataOptions {
  readonly format?: 'table' | 'json';
}

const columns = [
  { title: 'debit' }, { title: 'account' }, { title: 'mandate' }, { title: 'state' }, { title: 'seq' }, { title: 'amount', kind: 'amount' as const }, { title: 'documents' }, { title: 'ended' },
];

@SubCommand({ name: 'list', arguments: '<batch>', description: 'the debits of a batch as they stand' })
export class DirectDebitListCommand extends LedgerCommand<ListOptions> {
  protected override async execute([batchId = '']: readonly string[], { format, ...options }: ListOptions): Promise<void> {
    const reading = await openForReading(this.placeOf(options));
    try {
      const read = await readDirectDebits(reading, batchId);
      if (!read.ok) {
        throw new CliFailure('refused', `${read.refusal.code}: ${read.refusal.message}`);
      }
      const answer = read.value;
      if (format === 'json') {
        this.terminal.print(JSON.stringify(answer));
        return;
      }
      const rows = answer.debits.map(({ directDebitId, accountId, mandateId, state, sequence = '', amount = '', documents = [], endedOn = '', reasonCode = '' }) => [
        directDebitId, accountId, mandateId, state, sequence, amount, documents.join(', '), `${endedOn} ${reasonCode}`.trim(),
      ]);
      this.terminal.print(`Batch ${batchId} of ${answer.entityId}, to be collected on ${answer.collectionDate}${answer.closed ? '' : '; not claimed to its end: run its plan again'}.`);
      this.terminal.print(renderTable(columns, rows, this.terminal.style));
    } finally {
      await reading.close();
    }
  }

  @Option({ flags: '--format <format>', description: 'table (default) or json', choices: ['table', 'json'] })
  format(format: string): string {
    return format;
  }
}

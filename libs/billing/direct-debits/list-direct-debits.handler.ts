import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DirectDebitListAnswer } from './direct-debit.answer';
import { directDebitList } from './direct-debit-list';
import { ListDirectDebits } from './list-direct-debits.command';
import { readBatch } from './read-batch';

@CommandHandler(ListDirectDebits)
export class ListDirectDebitsHandler implements ICommandHandler<ListDirectDebits> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body }: ListDirectDebits): Promise<CommandResult<DirectDebitListAnswer>> {
    const batch = await readBatch(this.ledger, body.batchId);
    if ('code' in batch) {
      return refusedResult(batch);
    }
    return { kind: 'accepted', answer: directDebitList(batch), writeToken: null, repeated: false };
  }
}

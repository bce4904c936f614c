import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DirectDebitListAnswer, DirectDebitRow } from './direct-debit.answer';
import { ListDirectDebits } from './list-direct-debits.command';
import { readBatch, type ReadBatch } from './read-batch';

@CommandHandler(ListDirectDebits)
export class ListDirectDebitsHandler implements ICommandHandler<ListDirectDebits> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body }: ListDirectDebits): Promise<CommandResult<DirectDebitListAnswer>> {
    const batch = await readBatch(this.ledger, body.batchId);
    if ('code' in batch) {
      return refusedResult(batch);
    }
    const { batchId, entityId, plannedOn, collectionDate, scheme, currency } = batch.planned;
    const answer = { batchId, entityId, plannedOn, collectionDate, scheme, currency, closed: batch.closed, debits: batch.debits.map(rowOf) };
    return { kind: 'accepted', answer, writeToken: null, repeated: false };
  }
}

function rowOf({ planned, debit }: ReadBatch['debits'][number]): DirectDebitRow {
  if (debit === null) {
    return { ...planned, state: 'planned' };
  }
  const { sequence, amount, items } = debit.ordered;
  const row = { ...planned, sequence, amount, documents: items.map(({ documentNumber }) => documentNumber) };
  if (debit.ended === null) {
    return { ...row, state: 'in-flight' };
  }
  const { outcome, endedOn, reasonCode, paymentId } = debit.ended;
  return { ...row, state: outcome, endedOn, ...(reasonCode === undefined ? {} : { reasonCode }), ...(paymentId === undefined ? {} : { paymentId }) };
}

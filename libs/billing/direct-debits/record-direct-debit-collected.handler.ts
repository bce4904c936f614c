import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { DirectDebitEnding } from './direct-debit-ending';
import { RecordDirectDebitCollected } from './record-direct-debit-collected.command';

@CommandHandler(RecordDirectDebitCollected)
export class RecordDirectDebitCollectedHandler implements ICommandHandler<RecordDirectDebitCollected> {
  constructor(private readonly ending: DirectDebitEnding) {}

  execute({ body, context }: RecordDirectDebitCollected): Promise<CommandResult<DirectDebitEndAnswer>> {
    const { directDebitId, collectedOn, paymentId } = body;
    const ending = { directDebitId, outcome: 'collected' as const, endedOn: collectedOn, reason: 'collected', ...(paymentId === undefined ? {} : { paymentId }) };
    return this.ending.end(ending, originOf(context, body));
  }
}

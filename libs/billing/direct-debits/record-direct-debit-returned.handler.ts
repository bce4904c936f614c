import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { DirectDebitEnding } from './direct-debit-ending';
import { RecordDirectDebitReturned } from './record-direct-debit-returned.command';

@CommandHandler(RecordDirectDebitReturned)
export class RecordDirectDebitReturnedHandler implements ICommandHandler<RecordDirectDebitReturned> {
  constructor(private readonly ending: DirectDebitEnding) {}

  execute({ body, context }: RecordDirectDebitReturned): Promise<CommandResult<DirectDebitEndAnswer>> {
    return this.ending.returned(body, originOf(context, body));
  }
}

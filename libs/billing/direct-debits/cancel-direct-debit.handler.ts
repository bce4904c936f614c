import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { DirectDebitEnding } from './direct-debit-ending';
import { CancelDirectDebit } from './cancel-direct-debit.command';

@CommandHandler(CancelDirectDebit)
export class CancelDirectDebitHandler implements ICommandHandler<CancelDirectDebit> {
  constructor(private readonly ending: DirectDebitEnding) {}

  execute({ body, context }: CancelDirectDebit): Promise<CommandResult<DirectDebitEndAnswer>> {
    return this.ending.end({ directDebitId: body.directDebitId, outcome: 'cancelled', reason: body.reason }, originOf(context, body));
  }
}

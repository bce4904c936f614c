import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DirectDebitFileAnswer } from './direct-debit.answer';
import type { DirectDebitBatchBody } from './direct-debit.dto';

/** Makes the file of a batch for the bank; writes nothing. */
export class MakeDirectDebitFile extends Command<CommandResult<DirectDebitFileAnswer>> {
  constructor(
    readonly body: DirectDebitBatchBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

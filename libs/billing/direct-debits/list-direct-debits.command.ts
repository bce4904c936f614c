import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DirectDebitListAnswer } from './direct-debit.answer';
import type { DirectDebitBatchBody } from './direct-debit.dto';

/** Looks at the debits of a batch as they stand; writes nothing. */
export class ListDirectDebits extends Command<CommandResult<DirectDebitListAnswer>> {
  constructor(
    readonly body: DirectDebitBatchBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

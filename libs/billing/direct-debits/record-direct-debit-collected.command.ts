import { Command } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { DirectDebitCollectedBody } from './direct-debit.dto';

/** The bank collected a debit and its payment is entered. */
export class RecordDirectDebitCollected extends Command<CommandResult<DirectDebitEndAnswer>> {
  constructor(
    readonly body: DirectDebitCollectedBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { CancelDirectDebitBody } from './direct-debit.dto';

/** A claimed debit is not sent to the bank; what it named is open as before. */
export class CancelDirectDebit extends Command<CommandResult<DirectDebitEndAnswer>> {
  constructor(
    readonly body: CancelDirectDebitBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { DirectDebitEndAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { DirectDebitReturnedBody } from './direct-debit.dto';

/** The debtor’s bank did not pay a debit or took it back; a payment that it had brought is reversed. */
export class RecordDirectDebitReturned extends Command<CommandResult<DirectDebitEndAnswer>> {
  constructor(
    readonly body: DirectDebitReturnedBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { MandateAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { GiveMandateBody } from './direct-debit.dto';

/** A customer signed that a legal entity may collect from their account. */
export class GiveMandate extends Command<CommandResult<MandateAnswer>> {
  constructor(
    readonly body: GiveMandateBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

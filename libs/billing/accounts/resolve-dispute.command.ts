import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DisputeAnswer } from './account.answer';
import type { ResolveDisputeBody } from './account.dto';

/** Ends a dispute. */
export class ResolveDispute extends Command<CommandResult<DisputeAnswer>> {
  constructor(
    readonly body: ResolveDisputeBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

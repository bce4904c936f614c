import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { HoldAnswer } from './account.answer';
import type { ReleaseAccountBody } from './account.dto';

/** Ends a hold. */
export class ReleaseAccount extends Command<CommandResult<HoldAnswer>> {
  constructor(
    readonly body: ReleaseAccountBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

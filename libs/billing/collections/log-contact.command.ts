import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ContactLoggedAnswer } from './collection.answer';
import type { LogContactBody } from './collection.dto';

/** Somebody spoke or wrote with the debtor, or tried to. */
export class LogContact extends Command<CommandResult<ContactLoggedAnswer>> {
  constructor(
    readonly body: LogContactBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

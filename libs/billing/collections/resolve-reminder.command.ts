import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ReminderResolvedAnswer } from './collection.answer';
import type { ResolveReminderBody } from './collection.dto';

/** A person decides about a letter that failed, or of which nobody knows whether it went. */
export class ResolveReminder extends Command<CommandResult<ReminderResolvedAnswer>> {
  constructor(
    readonly body: ResolveReminderBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ReminderRunAnswer } from './reminder.answer';
import type { RunRemindersBody } from './reminder.dto';

/** Sends what the policy asks for on a day: at most one step per invoice, one letter per debtor. Repeated, it sends nothing twice. */
export class RunReminders extends Command<CommandResult<ReminderRunAnswer>> {
  constructor(
    readonly body: RunRemindersBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

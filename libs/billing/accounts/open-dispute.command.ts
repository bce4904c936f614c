import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DisputeAnswer } from './account.answer';
import type { OpenDisputeBody } from './account.dto';

/** The customer disputes an invoice: no reminders, last in automatic allocation. */
export class OpenDispute extends Command<CommandResult<DisputeAnswer>> {
  constructor(
    readonly body: OpenDisputeBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

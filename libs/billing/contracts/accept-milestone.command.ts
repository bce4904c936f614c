import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { AcceptedAnswer } from './contract.answer';
import type { AcceptMilestoneBody } from './contract.dto';

/** A milestone of a fixed fee was accepted: it falls due. */
export class AcceptMilestone extends Command<CommandResult<AcceptedAnswer>> {
  constructor(
    readonly body: AcceptMilestoneBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

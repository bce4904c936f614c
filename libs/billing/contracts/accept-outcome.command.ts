import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { AcceptedAnswer } from './contract.answer';
import type { AcceptOutcomeBody } from './contract.dto';

/** The agreed outcome was accepted: it falls due. */
export class AcceptOutcome extends Command<CommandResult<AcceptedAnswer>> {
  constructor(
    readonly body: AcceptOutcomeBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

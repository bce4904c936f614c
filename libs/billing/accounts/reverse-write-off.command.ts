import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { WriteOffReversedAnswer } from './correction.answer';
import type { ReverseWriteOffBody } from './correction.dto';

/** (Part of) a written-off debt is brought back. */
export class ReverseWriteOff extends Command<CommandResult<WriteOffReversedAnswer>> {
  constructor(
    readonly body: ReverseWriteOffBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

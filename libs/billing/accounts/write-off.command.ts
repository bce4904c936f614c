import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { WriteOffAnswer } from './correction.answer';
import type { WriteOffBody } from './correction.dto';

/** A debt is given up for the books. It may still be paid. */
export class WriteOff extends Command<CommandResult<WriteOffAnswer>> {
  constructor(
    readonly body: WriteOffBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { HandOverAnswer } from './collection.answer';
import type { HandOverBody } from './collection.dto';

/** An agency is to collect; we remind of it no more. */
export class HandOver extends Command<CommandResult<HandOverAnswer>> {
  constructor(
    readonly body: HandOverBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { HandOverAnswer } from './collection.answer';
import type { RecallFromCollectionsBody } from './collection.dto';

/** The agency collects no more. */
export class RecallFromCollections extends Command<CommandResult<HandOverAnswer>> {
  constructor(
    readonly body: RecallFromCollectionsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

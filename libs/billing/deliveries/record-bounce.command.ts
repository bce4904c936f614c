import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { BounceAnswer } from './delivery.answer';
import type { RecordBounceBody } from './delivery.dto';

/** A message came back. */
export class RecordBounce extends Command<CommandResult<BounceAnswer>> {
  constructor(
    readonly body: RecordBounceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

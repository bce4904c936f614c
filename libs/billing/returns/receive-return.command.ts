import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ReturnAnswer } from './return.answer';
import type { ReceiveReturnBody } from './return.dto';

/** A return comes in and is credited: matched to invoice lines, the rest standing alone. */
export class ReceiveReturn extends Command<CommandResult<ReturnAnswer>> {
  constructor(
    readonly body: ReceiveReturnBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { UsageBatchesAnswer } from './usage.answer';
import type { RecordUsageBatchesBody } from './usage.dto';

/** Usage of several contracts comes in; each batch is taken or refused by itself. */
export class RecordUsageBatches extends Command<CommandResult<UsageBatchesAnswer>> {
  constructor(
    readonly body: RecordUsageBatchesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { UsageAnswer } from './usage.answer';
import type { RecordUsageBody } from './usage.dto';

/** Usage of one contract comes in; each record counts once, by its own id. */
export class RecordUsage extends Command<CommandResult<UsageAnswer>> {
  constructor(
    readonly body: RecordUsageBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PeriodClosedAnswer } from './period.answer';
import type { ClosePeriodBody } from './period.dto';

/** Closes a month: later facts of it, and of all before it, are booked in the first open month. */
export class ClosePeriod extends Command<CommandResult<PeriodClosedAnswer>> {
  constructor(
    readonly body: ClosePeriodBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

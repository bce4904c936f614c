import { Command } from '@nestjs/cqrs';
import type { PeriodAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { ReopenPeriodBody } from './period.dto';

/** Lets a closed month take facts again. */
export class ReopenPeriod extends Command<CommandResult<PeriodAnswer>> {
  constructor(
    readonly body: ReopenPeriodBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

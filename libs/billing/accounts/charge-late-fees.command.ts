import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { LateChargesAnswer } from './correction.answer';
import type { ChargeLateFeesBody } from './correction.dto';

/** Bills a fee, and interest over the days not charged before, on overdue invoices. */
export class ChargeLateFees extends Command<CommandResult<LateChargesAnswer>> {
  constructor(
    readonly body: ChargeLateFeesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

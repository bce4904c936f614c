import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { RevenueAnswer } from './contract.answer';
import type { RecogniseRevenueBody } from './contract.dto';

/** Recognises what no document does: work and usage not billed yet, and prepaid units that expired. */
export class RecogniseRevenue extends Command<CommandResult<RevenueAnswer>> {
  constructor(
    readonly body: RecogniseRevenueBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

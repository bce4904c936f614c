import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { AgencyReceiptAnswer } from './collection.answer';
import type { RecordAgencyReceiptBody } from './collection.dto';

/** An agency paid out what it collected, less its commission. */
export class RecordAgencyReceipt extends Command<CommandResult<AgencyReceiptAnswer>> {
  constructor(
    readonly body: RecordAgencyReceiptBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { AllocatedAnswer } from './account.answer';
import type { AllocatePaymentBody } from './account.dto';

/** A clerk applies a receipt or a credit to open items. The request id becomes the allocation id. */
export class AllocatePayment extends Command<CommandResult<AllocatedAnswer>> {
  constructor(
    readonly body: AllocatePaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

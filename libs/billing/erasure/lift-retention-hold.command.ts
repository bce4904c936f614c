import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import type { LiftRetentionHoldBody } from './erasure.dto';

/** Ends a retention hold. */
export class LiftRetentionHold extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: LiftRetentionHoldBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

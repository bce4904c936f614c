import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import type { PlaceRetentionHoldBody } from './erasure.dto';

/** Keeps what names a customer from being erased. */
export class PlaceRetentionHold extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: PlaceRetentionHoldBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

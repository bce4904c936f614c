import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeliveryAnswer } from './delivery.answer';
import type { ResolveDeliveryBody } from './delivery.dto';

/** A person says what became of a sending whose outcome nobody knows. */
export class ResolveDelivery extends Command<CommandResult<DeliveryAnswer>> {
  constructor(
    readonly body: ResolveDeliveryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

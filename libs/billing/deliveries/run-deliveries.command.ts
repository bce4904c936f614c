import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeliveryRunAnswer } from './delivery.answer';
import type { RunDeliveriesBody } from './delivery.dto';

/** Sends everything issued and not sent yet to customers who want e-mail, one at a time. Run again, it sends nothing twice. */
export class RunDeliveries extends Command<CommandResult<DeliveryRunAnswer>> {
  constructor(
    readonly body: RunDeliveriesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

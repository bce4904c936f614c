import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { GatewayPaymentAnswer } from './gateway.answer';
import type { OrderGatewayPaymentBody } from './gateway.dto';

/** Asks the gateway for a page to pay open items on. Writes nothing: the money is recorded when it came. */
export class OrderGatewayPayment extends Command<CommandResult<GatewayPaymentAnswer>> {
  constructor(
    readonly body: OrderGatewayPaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

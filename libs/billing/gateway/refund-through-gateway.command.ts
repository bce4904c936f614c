import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { GatewayRefundAnswer } from './gateway.answer';
import type { RefundThroughGatewayBody } from './gateway.dto';

/** Has the gateway pay a requested refund out of what it holds. Its outcome is recorded when the gateway tells it. */
export class RefundThroughGateway extends Command<CommandResult<GatewayRefundAnswer>> {
  constructor(
    readonly body: RefundThroughGatewayBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

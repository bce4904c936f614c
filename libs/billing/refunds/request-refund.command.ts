import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { RefundAnswer } from './refund.answer';
import type { RequestRefundBody } from './refund.dto';

/** Reserves money of a receipt or a credit, to be paid out. */
export class RequestRefund extends Command<CommandResult<RefundAnswer>> {
  constructor(
    readonly body: RequestRefundBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

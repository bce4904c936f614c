import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { RefundAnswer } from './refund.answer';
import type { RefundReturnedBody } from './refund.dto';

/** A refund left and came back. */
export class RecordRefundReturned extends Command<CommandResult<RefundAnswer>> {
  constructor(
    readonly body: RefundReturnedBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

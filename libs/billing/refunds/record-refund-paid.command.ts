import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { RefundAnswer } from './refund.answer';
import type { RefundPaidBody } from './refund.dto';

/** The bank paid a refund out. */
export class RecordRefundPaid extends Command<CommandResult<RefundAnswer>> {
  constructor(
    readonly body: RefundPaidBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

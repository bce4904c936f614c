import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { RefundAnswer } from './refund.answer';
import type { RefundFailedBody } from './refund.dto';

/** A refund never left: what was reserved is free again. */
export class RecordRefundFailed extends Command<CommandResult<RefundAnswer>> {
  constructor(
    readonly body: RefundFailedBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

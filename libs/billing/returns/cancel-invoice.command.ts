import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CancelInvoiceBody } from './invoice-credit.dto';
import type { ReturnAnswer } from './return.answer';

/** Cancels an invoice: a credit note over all that is left of it, applied to it at once. */
export class CancelInvoice extends Command<CommandResult<ReturnAnswer>> {
  constructor(
    readonly body: CancelInvoiceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

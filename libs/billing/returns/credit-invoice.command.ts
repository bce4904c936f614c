import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CreditInvoiceBody } from './invoice-credit.dto';
import type { ReturnAnswer } from './return.answer';

/** Credits lines of an invoice by quantity or by amount. */
export class CreditInvoice extends Command<CommandResult<ReturnAnswer>> {
  constructor(
    readonly body: CreditInvoiceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

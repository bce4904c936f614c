import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DraftAnswer } from './draft.answer';
import type { DraftInvoiceBody } from './draft.dto';

/** Writes an invoice in the making, or a pro forma. */
export class DraftInvoice extends Command<CommandResult<DraftAnswer>> {
  constructor(
    readonly body: DraftInvoiceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

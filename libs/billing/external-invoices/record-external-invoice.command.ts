import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ExternalInvoiceAnswer } from './external-invoice.answer';
import type { RecordExternalInvoiceBody } from './external-invoice.dto';

/** Records a document issued elsewhere as an open item of ours. */
export class RecordExternalInvoice extends Command<CommandResult<ExternalInvoiceAnswer>> {
  constructor(
    readonly body: RecordExternalInvoiceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

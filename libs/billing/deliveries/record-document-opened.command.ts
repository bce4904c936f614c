import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeliveryAnswer } from './delivery.answer';
import type { RecordDocumentOpenedBody } from './delivery.dto';

/** The customer looked at a document through the link they were sent. Recorded once a day. */
export class RecordDocumentOpened extends Command<CommandResult<DeliveryAnswer>> {
  constructor(
    readonly body: RecordDocumentOpenedBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

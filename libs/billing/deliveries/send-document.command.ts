import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeliveryAnswer } from './delivery.answer';
import type { SendDocumentBody } from './delivery.dto';

/** Sends one document to its customer by e-mail. Sent again, nothing goes out twice; to send once more the last delivery is named. */
export class SendDocument extends Command<CommandResult<DeliveryAnswer>> {
  constructor(
    readonly body: SendDocumentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PaymentAnswer } from './payment.answer';
import type { IdentifyPaymentBody } from './payment.dto';

/** Says whose money it is, and allocates it as the payer asked. */
export class IdentifyPayment extends Command<CommandResult<PaymentAnswer>> {
  constructor(
    readonly body: IdentifyPaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

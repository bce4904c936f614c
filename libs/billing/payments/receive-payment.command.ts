import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PaymentAnswer } from './payment.answer';
import type { ReceivePaymentBody } from './payment.dto';

/** Money came in: recorded, identified and allocated as far as is known. */
export class ReceivePayment extends Command<CommandResult<PaymentAnswer>> {
  constructor(
    readonly body: ReceivePaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PaymentReversalAnswer } from './payment.answer';
import type { ReversePaymentBody } from './payment.dto';

/** The bank took money back; never refused for what it was used for. */
export class ReversePayment extends Command<CommandResult<PaymentReversalAnswer>> {
  constructor(
    readonly body: ReversePaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

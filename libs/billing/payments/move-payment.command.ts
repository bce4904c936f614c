import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PaymentMovedAnswer } from './payment.answer';
import type { MovePaymentBody } from './payment.dto';

/** Unapplied money goes to the account that it belongs to. */
export class MovePayment extends Command<CommandResult<PaymentMovedAnswer>> {
  constructor(
    readonly body: MovePaymentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PaymentAnswer } from './payment.answer';
import type { ReceivePaymentBody } from './payment.dto';
import type { PaymentReceived } from '#ledger';

/** What a statement says of a receipt that no caller may say. */
export type ReceiptOnStatement = Required<Pick<PaymentReceived['data'], 'bankLine' | 'personal'>>;

/** Money came in: recorded, identified and allocated as far as is known. */
export class ReceivePayment extends Command<CommandResult<PaymentAnswer>> {
  constructor(
    readonly body: ReceivePaymentBody,
    readonly context: CommandContext,
    /** The statement line it came on, when that is what brought it. */
    readonly onStatement?: ReceiptOnStatement,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { SetBankDetailsBody } from './customer-relations.dto';

/** Sets where refunds to a customer go. */
export class SetBankDetails extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: SetBankDetailsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { RegisterCustomerBody } from './customer.dto';

/** Registers a customer, with terms when given. A customer id exists once. */
export class RegisterCustomer extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: RegisterCustomerBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

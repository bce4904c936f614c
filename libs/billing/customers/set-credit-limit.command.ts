import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { SetCreditLimitBody } from './customer-relations.dto';

/** Sets what a customer may owe one legal entity. */
export class SetCreditLimit extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: SetCreditLimitBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

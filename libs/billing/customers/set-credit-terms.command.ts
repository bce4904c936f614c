import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { SetCreditTermsBody } from './customer.dto';

/** Sets terms with one legal entity from a day on. */
export class SetCreditTerms extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: SetCreditTermsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { SetPreferenceBody } from './customer-relations.dto';

/** Sets how a customer wants documents. */
export class SetPreference extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: SetPreferenceBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

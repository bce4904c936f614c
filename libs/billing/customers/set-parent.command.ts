import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { SetParentBody } from './customer-relations.dto';

/** Sets whose figures a customer rolls up into. */
export class SetParent extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: SetParentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

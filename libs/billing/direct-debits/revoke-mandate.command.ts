import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import type { RevokeMandateBody } from './direct-debit.dto';

/** Nothing more is collected by a mandate. */
export class RevokeMandate extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: RevokeMandateBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { CustomerAnswer } from './customer.answer';
import type { ChangeContactBody } from './customer.dto';

/** Replaces the contact. Documents issued before keep what they print. */
export class ChangeContact extends Command<CommandResult<CustomerAnswer>> {
  constructor(
    readonly body: ChangeContactBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

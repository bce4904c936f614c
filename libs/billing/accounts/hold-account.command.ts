import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { HoldAnswer } from './account.answer';
import type { HoldAccountBody } from './account.dto';

/** New sales wait unbilled while the account is held. */
export class HoldAccount extends Command<CommandResult<HoldAnswer>> {
  constructor(
    readonly body: HoldAccountBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

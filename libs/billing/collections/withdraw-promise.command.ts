import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PromiseAnswer } from './collection.answer';
import type { WithdrawPromiseBody } from './collection.dto';

/** A promise does not hold any more. */
export class WithdrawPromise extends Command<CommandResult<PromiseAnswer>> {
  constructor(
    readonly body: WithdrawPromiseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

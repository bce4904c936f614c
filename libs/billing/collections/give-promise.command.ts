import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { PromiseAnswer } from './collection.answer';
import type { GivePromiseBody } from './collection.dto';

/** The debtor says when so much will be paid; until then nobody reminds of it. */
export class GivePromise extends Command<CommandResult<PromiseAnswer>> {
  constructor(
    readonly body: GivePromiseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

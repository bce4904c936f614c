import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { LineAnswer } from '#ledger';
import type { ResolveBankLineBody } from './bank-statement.dto';

/** A person says what a line is. */
export class ResolveBankLine extends Command<CommandResult<LineAnswer>> {
  constructor(
    readonly body: ResolveBankLineBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

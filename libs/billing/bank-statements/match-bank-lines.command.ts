import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { BankMatchingAnswer } from './bank-statement.answer';
import type { MatchBankLinesBody } from './bank-statement.dto';

/** Matches every line that nothing was decided on yet; what is not sure waits for a person. */
export class MatchBankLines extends Command<CommandResult<BankMatchingAnswer>> {
  constructor(
    readonly body: MatchBankLinesBody,
    readonly context: CommandContext,
    /** Told after every line. */
    readonly onProgress?: (done: number, of: number) => void,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { RevaluationAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { RevalueCurrencyBody } from './period.dto';

/** Values what is open in foreign currencies at a day’s rates, for that day alone. */
export class RevalueCurrency extends Command<CommandResult<RevaluationAnswer>> {
  constructor(
    readonly body: RevalueCurrencyBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { SatisfactionAnswer } from '#ledger';
import type { RecordSatisfactionBody } from './satisfaction.dto';

/** Records how content a customer was with what an invoice bills. */
export class RecordSatisfaction extends Command<CommandResult<SatisfactionAnswer>> {
  constructor(
    readonly body: RecordSatisfactionBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

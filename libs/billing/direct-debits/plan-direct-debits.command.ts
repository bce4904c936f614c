import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DirectDebitBatchAnswer } from './direct-debit.answer';
import type { PlanDirectDebitsBody } from './direct-debit.dto';

/** Plans who is collected from on a day, and claims each debit. Sent again, it carries the same plan on and claims nothing twice. */
export class PlanDirectDebits extends Command<CommandResult<DirectDebitBatchAnswer>> {
  constructor(
    readonly body: PlanDirectDebitsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

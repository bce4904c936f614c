import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeductionAnswer } from './correction.answer';
import type { AcceptDeductionBody } from './correction.dto';

/** What an invoice is short of is accepted as settled. */
export class AcceptDeduction extends Command<CommandResult<DeductionAnswer>> {
  constructor(
    readonly body: AcceptDeductionBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

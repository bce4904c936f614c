import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DeductionReversedAnswer } from './correction.answer';
import type { ReverseDeductionBody } from './correction.dto';

/** A deduction is taken back as a whole. */
export class ReverseDeduction extends Command<CommandResult<DeductionReversedAnswer>> {
  constructor(
    readonly body: ReverseDeductionBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

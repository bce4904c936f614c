import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { AllocationReversedAnswer } from './account.answer';
import type { ReverseAllocationBody } from './account.dto';

/** Undoes (part of) an allocation from a date on. The request id becomes the reversal id. */
export class ReverseAllocation extends Command<CommandResult<AllocationReversedAnswer>> {
  constructor(
    readonly body: ReverseAllocationBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

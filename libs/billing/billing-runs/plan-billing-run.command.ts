import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { BillingPreviewAnswer } from './billing-run.answer';
import type { PlanBillingRunBody } from './billing-run.dto';

/** Says what a run would bill, and writes nothing. */
export class PlanBillingRun extends Command<CommandResult<BillingPreviewAnswer>> {
  constructor(
    readonly body: PlanBillingRunBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

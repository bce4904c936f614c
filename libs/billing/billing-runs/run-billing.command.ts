import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { BillingRunAnswer, BillingRunProgress } from './billing-run.answer';
import type { RunBillingBody } from './billing-run.dto';

/** Bills everything that is due through a day. Sent again with the same id, it carries on and bills nothing twice. */
export class RunBilling extends Command<CommandResult<BillingRunAnswer>> {
  constructor(
    readonly body: RunBillingBody,
    readonly context: CommandContext,
    /** Told now and then how far the run has come, by whoever waits for it in this process. */
    readonly onProgress?: (progress: BillingRunProgress) => void,
  ) {
    super();
  }
}

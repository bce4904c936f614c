import { Command } from '@nestjs/cqrs';
import type { SalesTargetAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { SetSalesTargetBody } from './set-sales-target.dto';

/** Sets what a legal entity is to sell in a month; a later target replaces an earlier one. */
export class SetSalesTarget extends Command<CommandResult<SalesTargetAnswer>> {
  constructor(
    readonly body: SetSalesTargetBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

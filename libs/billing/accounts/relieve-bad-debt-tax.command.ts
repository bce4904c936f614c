import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { TaxReliefAnswer } from './correction.answer';
import type { RelieveBadDebtTaxBody } from './correction.dto';

/** The tax of what is written off is claimed back, once. */
export class RelieveBadDebtTax extends Command<CommandResult<TaxReliefAnswer>> {
  constructor(
    readonly body: RelieveBadDebtTaxBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

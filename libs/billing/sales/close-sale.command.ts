import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { SaleAnswer } from './sale.answer';
import type { CloseSaleBody } from './sale.dto';

/** A concluded sale comes in, and is billed at once unless it waits. */
export class CloseSale extends Command<CommandResult<SaleAnswer>> {
  constructor(
    readonly body: CloseSaleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

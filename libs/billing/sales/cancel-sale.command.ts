import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { SaleAnswer } from './sale.answer';
import type { CancelSaleBody } from './sale.dto';

/** Calls off a sale that is not billed; after billing it takes a credit note. */
export class CancelSale extends Command<CommandResult<SaleAnswer>> {
  constructor(
    readonly body: CancelSaleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

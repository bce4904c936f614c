import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { SaleAnswer } from './sale.answer';
import type { BillSaleBody } from './sale.dto';

/** Bills a waiting sale. */
export class BillSale extends Command<CommandResult<SaleAnswer>> {
  constructor(
    readonly body: BillSaleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { SaleAnswer } from '../sales/sale.answer';
import type { IssueDraftBody } from './draft.dto';

/** Issues a draft: its sale is closed and billed. */
export class IssueDraft extends Command<CommandResult<SaleAnswer>> {
  constructor(
    readonly body: IssueDraftBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

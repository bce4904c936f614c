import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ContractAnswer } from './contract.answer';
import type { AmendContractBody } from './contract.dto';

/** Changes what a contract sells, from a day on; what was billed is not touched. */
export class AmendContract extends Command<CommandResult<ContractAnswer>> {
  constructor(
    readonly body: AmendContractBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

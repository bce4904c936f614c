import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ContractAnswer } from './contract.answer';
import type { EndContractBody } from './contract.dto';

/** Ends a contract with a day, before the last one that was agreed. */
export class EndContract extends Command<CommandResult<ContractAnswer>> {
  constructor(
    readonly body: EndContractBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ContractAnswer } from './contract.answer';
import type { SignContractBody } from './contract.dto';

/** A contract came into force. */
export class SignContract extends Command<CommandResult<ContractAnswer>> {
  constructor(
    readonly body: SignContractBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

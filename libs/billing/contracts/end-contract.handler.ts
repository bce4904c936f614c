import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideEndContract } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { ContractAnswer } from './contract.answer';
import { decideOnContract } from './decide-on-contract';
import { EndContract } from './end-contract.command';

@CommandHandler(EndContract)
export class EndContractHandler implements ICommandHandler<EndContract> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: EndContract): Promise<CommandResult<ContractAnswer>> {
    const content = plainContent(command.body);
    return decideOnContract(this.ledger, command, ({ inputHash }, state) => decideEndContract({ ...content, inputHash }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAmendContract } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { AmendContract } from './amend-contract.command';
import type { ContractAnswer } from './contract.answer';
import { contractItems } from './contract-items';
import { decideOnContract } from './decide-on-contract';

@CommandHandler(AmendContract)
export class AmendContractHandler implements ICommandHandler<AmendContract> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: AmendContract): Promise<CommandResult<ContractAnswer>> {
    const { items = [], removedItems = [], ...content } = plainContent(command.body);
    const amendment = { ...content, items: contractItems(items), removedItemIds: removedItems.map(({ itemId }) => itemId) };
    return decideOnContract(this.ledger, command, ({ inputHash }, state) => decideAmendContract({ ...amendment, inputHash }, state));
  }
}

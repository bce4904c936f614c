import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accept, decideReverseAllocation } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { AllocationReversedAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { namedItems } from './named-items';
import { ReverseAllocation } from './reverse-allocation.command';

@CommandHandler(ReverseAllocation)
export class ReverseAllocationHandler implements ICommandHandler<ReverseAllocation> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ReverseAllocation): Promise<CommandResult<AllocationReversedAnswer>> {
    const { items, ...content } = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => {
      const named = items === undefined ? {} : { items: namedItems(items) };
      const decision = decideReverseAllocation({ ...content, ...facts, ...named }, state);
      if (decision.kind === 'refused') {
        return decision;
      }
      const { on, ...answer } = decision.answer;
      return accept(decision.events, { ...answer, reversedOn: on });
    });
  }
}

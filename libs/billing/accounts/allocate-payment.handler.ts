import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accept, decideAllocatePayment } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { AllocatedAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { AllocatePayment } from './allocate-payment.command';
import { namedItems } from './named-items';

@CommandHandler(AllocatePayment)
export class AllocatePaymentHandler implements ICommandHandler<AllocatePayment> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: AllocatePayment): Promise<CommandResult<AllocatedAnswer>> {
    const { items, ...content } = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => {
      const decision = decideAllocatePayment({ ...content, ...facts, items: namedItems(items) }, state);
      if (decision.kind === 'refused') {
        return decision;
      }
      const { on, ...answer } = decision.answer;
      return accept(decision.events, { ...answer, allocatedOn: on });
    });
  }
}

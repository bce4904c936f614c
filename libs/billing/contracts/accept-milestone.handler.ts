import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAcceptMilestone } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { AcceptMilestone } from './accept-milestone.command';
import type { AcceptedAnswer } from './contract.answer';
import { decidePosting } from './decide-on-contract';

@CommandHandler(AcceptMilestone)
export class AcceptMilestoneHandler implements ICommandHandler<AcceptMilestone> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: AcceptMilestone): Promise<CommandResult<AcceptedAnswer>> {
    const { acceptedOn, rate: _rate, ...content } = plainContent(command.body);
    return decidePosting(this.ledger, command, ({ entity }) => acceptedOn ?? entity.today, ({ inputHash, today, posting }, state) =>
      decideAcceptMilestone({ ...content, acceptedOn: acceptedOn ?? today, inputHash }, state, posting),
    );
  }
}

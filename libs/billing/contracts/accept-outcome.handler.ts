import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAcceptOutcome } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { AcceptOutcome } from './accept-outcome.command';
import type { AcceptedAnswer } from './contract.answer';
import { decidePosting } from './decide-on-contract';

@CommandHandler(AcceptOutcome)
export class AcceptOutcomeHandler implements ICommandHandler<AcceptOutcome> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: AcceptOutcome): Promise<CommandResult<AcceptedAnswer>> {
    const { acceptedOn, rate: _rate, ...content } = plainContent(command.body);
    return decidePosting(this.ledger, command, ({ entity }) => acceptedOn ?? entity.today, ({ inputHash, today, posting }, state) =>
      decideAcceptOutcome({ ...content, acceptedOn: acceptedOn ?? today, inputHash }, state, posting),
    );
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideOpenDispute } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DisputeAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { OpenDispute } from './open-dispute.command';

@CommandHandler(OpenDispute)
export class OpenDisputeHandler implements ICommandHandler<OpenDispute> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: OpenDispute): Promise<CommandResult<DisputeAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideOpenDispute({ ...content, ...facts }, state));
  }
}

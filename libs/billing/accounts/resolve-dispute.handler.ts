import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideResolveDispute } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DisputeAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { ResolveDispute } from './resolve-dispute.command';

@CommandHandler(ResolveDispute)
export class ResolveDisputeHandler implements ICommandHandler<ResolveDispute> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ResolveDispute): Promise<CommandResult<DisputeAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideResolveDispute({ ...content, ...facts }, state));
  }
}

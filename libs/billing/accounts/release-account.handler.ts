import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReleaseAccount } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { HoldAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { ReleaseAccount } from './release-account.command';

@CommandHandler(ReleaseAccount)
export class ReleaseAccountHandler implements ICommandHandler<ReleaseAccount> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ReleaseAccount): Promise<CommandResult<HoldAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideReleaseAccount({ ...content, ...facts }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideHoldAccount } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { HoldAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { HoldAccount } from './hold-account.command';

@CommandHandler(HoldAccount)
export class HoldAccountHandler implements ICommandHandler<HoldAccount> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: HoldAccount): Promise<CommandResult<HoldAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideHoldAccount({ ...content, ...facts }, state));
  }
}

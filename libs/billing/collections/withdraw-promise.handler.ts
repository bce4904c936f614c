import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideWithdrawPromise } from '#ledger';
import { decideOnAccount } from '../accounts/account-command';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { PromiseAnswer } from './collection.answer';
import { WithdrawPromise } from './withdraw-promise.command';

@CommandHandler(WithdrawPromise)
export class WithdrawPromiseHandler implements ICommandHandler<WithdrawPromise> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: WithdrawPromise): Promise<CommandResult<PromiseAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideWithdrawPromise({ ...content, ...facts }, state));
  }
}

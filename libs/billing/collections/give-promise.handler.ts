import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideGivePromise } from '#ledger';
import { decideOnAccount } from '../accounts/account-command';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { PromiseAnswer } from './collection.answer';
import { invoiceNames } from './invoice-names';
import { GivePromise } from './give-promise.command';

@CommandHandler(GivePromise)
export class GivePromiseHandler implements ICommandHandler<GivePromise> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: GivePromise): Promise<CommandResult<PromiseAnswer>> {
    const { invoices, ...content } = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideGivePromise({ ...content, ...facts, ...invoiceNames(invoices) }, state));
  }
}

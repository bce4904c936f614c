import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideHandOver } from '#ledger';
import { decideOnAccount } from '../accounts/account-command';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { HandOverAnswer } from './collection.answer';
import { invoiceNames } from './invoice-names';
import { HandOver } from './hand-over.command';

@CommandHandler(HandOver)
export class HandOverHandler implements ICommandHandler<HandOver> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: HandOver): Promise<CommandResult<HandOverAnswer>> {
    const { invoices, ...content } = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideHandOver({ ...content, ...facts, ...invoiceNames(invoices) }, state));
  }
}

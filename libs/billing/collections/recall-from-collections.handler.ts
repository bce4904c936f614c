import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecallFromCollections } from '#ledger';
import { decideOnAccount } from '../accounts/account-command';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { HandOverAnswer } from './collection.answer';
import { RecallFromCollections } from './recall-from-collections.command';

@CommandHandler(RecallFromCollections)
export class RecallFromCollectionsHandler implements ICommandHandler<RecallFromCollections> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RecallFromCollections): Promise<CommandResult<HandOverAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideRecallFromCollections({ ...content, ...facts }, state));
  }
}

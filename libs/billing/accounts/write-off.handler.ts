import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideWriteOff } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import type { WriteOffAnswer } from './correction.answer';
import { WriteOff } from './write-off.command';
import { namedItems } from './named-items';

@CommandHandler(WriteOff)
export class WriteOffHandler implements ICommandHandler<WriteOff> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: WriteOff): Promise<CommandResult<WriteOffAnswer>> {
    const { items, ...content } = plainContent(command.body);
    const named = items === undefined ? {} : { items: namedItems(items) };
    return decideOnAccount(this.ledger, command, (facts, state) => decideWriteOff({ ...content, ...facts, ...named }, state));
  }
}

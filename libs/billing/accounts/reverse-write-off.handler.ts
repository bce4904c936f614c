import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReverseWriteOff } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import type { WriteOffReversedAnswer } from './correction.answer';
import { ReverseWriteOff } from './reverse-write-off.command';
import { namedItems } from './named-items';

@CommandHandler(ReverseWriteOff)
export class ReverseWriteOffHandler implements ICommandHandler<ReverseWriteOff> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ReverseWriteOff): Promise<CommandResult<WriteOffReversedAnswer>> {
    const { items, ...content } = plainContent(command.body);
    const named = items === undefined ? {} : { items: namedItems(items) };
    return decideOnAccount(this.ledger, command, (facts, state) => decideReverseWriteOff({ ...content, ...facts, ...named }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReverseDeduction } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import type { DeductionReversedAnswer } from './correction.answer';
import { ReverseDeduction } from './reverse-deduction.command';

@CommandHandler(ReverseDeduction)
export class ReverseDeductionHandler implements ICommandHandler<ReverseDeduction> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ReverseDeduction): Promise<CommandResult<DeductionReversedAnswer>> {
    const content = plainContent(command.body);
    return decideOnAccount(this.ledger, command, (facts, state) => decideReverseDeduction({ ...content, ...facts }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAcceptDeduction } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import type { DeductionAnswer } from './correction.answer';
import { AcceptDeduction } from './accept-deduction.command';
import { deductionFacts } from './deduction-facts';
import { nameOf } from './named-items';

@CommandHandler(AcceptDeduction)
export class AcceptDeductionHandler implements ICommandHandler<AcceptDeduction> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute(command: AcceptDeduction): Promise<CommandResult<DeductionAnswer>> {
    const { invoiceId: _id, documentNumber: _number, ...content } = plainContent(command.body);
    const invoiceId = nameOf(command.body);
    const factsOf = await deductionFacts(this.ledger, content.accountId, [invoiceId]);
    return decideOnAccount(this.ledger, command, (facts, state) => decideAcceptDeduction({ ...content, ...facts, invoiceId }, state, factsOf(invoiceId)));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accept, decideApplyMoney } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { AllocatedAnswer } from './account.answer';
import { decideOnAccount } from './account-command';
import { AllocatePayment } from './allocate-payment.command';
import { deductionFacts } from './deduction-facts';
import { namedItems, nameOf } from './named-items';

@CommandHandler(AllocatePayment)
export class AllocatePaymentHandler implements ICommandHandler<AllocatePayment> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute(command: AllocatePayment): Promise<CommandResult<AllocatedAnswer>> {
    const { items, deductions: sent = [], ...content } = plainContent(command.body);
    const deductions = sent.map(({ invoiceId: _id, documentNumber: _number, ...rest }, index) => ({ ...rest, invoiceId: nameOf(sent[index] ?? {}) }));
    const factsOf = await deductionFacts(this.ledger, content.accountId, deductions.map(({ invoiceId }) => invoiceId));
    return decideOnAccount(this.ledger, command, (facts, state) => {
      const decision = decideApplyMoney({ ...content, ...facts, items: namedItems(items), deductions }, state, factsOf);
      if (decision.kind === 'refused') {
        return decision;
      }
      const { on, deductions: accepted, ...answer } = decision.answer;
      return accept(decision.events, { ...answer, allocatedOn: on, ...(accepted.length === 0 ? {} : { deductions: accepted }) });
    });
  }
}

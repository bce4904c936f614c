import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRelieveBadDebtTax } from '#ledger';
import type { CommandResult } from '../command-context';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import type { TaxReliefAnswer } from './correction.answer';
import { RelieveBadDebtTax } from './relieve-bad-debt-tax.command';
import { invoiceTaxes, writtenOffInvoices } from './invoice-taxes';

@CommandHandler(RelieveBadDebtTax)
export class RelieveBadDebtTaxHandler implements ICommandHandler<RelieveBadDebtTax> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute(command: RelieveBadDebtTax): Promise<CommandResult<TaxReliefAnswer>> {
    const content = plainContent(command.body);
    const { accountId, writeOffId } = content;
    const documents = await invoiceTaxes(this.ledger, accountId, await writtenOffInvoices(this.ledger, accountId, writeOffId));
    return decideOnAccount(this.ledger, command, (facts, state) => decideRelieveBadDebtTax({ ...content, ...facts }, state, documents));
  }
}

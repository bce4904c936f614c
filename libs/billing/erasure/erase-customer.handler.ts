import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountIdOf, decideEraseCustomer, entityConfiguration, type ErasureFacts } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { EraseCustomer } from './erase-customer.command';
import { PersonalErasure, type ErasureAnswer } from './personal-erasure';
import { universalDay } from './universal-day';

@CommandHandler(EraseCustomer)
export class EraseCustomerHandler implements ICommandHandler<EraseCustomer> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly erasure: PersonalErasure,
  ) {}

  async execute({ body, context }: EraseCustomer): Promise<CommandResult<ErasureAnswer>> {
    const origin = originOf(context, body);
    const command = { ...plainContent(body), erasedOn: universalDay(this.ledger.clock), inputHash: origin.inputHash };
    const facts = await this.factsOf(body.customerId);
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideEraseCustomer(command, state, facts)),
    );
    const records: Record<string, number> = {};
    if (outcome.kind === 'accepted') {
      for (const { kind } of await this.erasure.finish(body.customerId, origin)) records[kind] = (records[kind] ?? 0) + 1;
    }
    return resultOf(outcome, (answer) => ({ ...answer, records }));
  }

  private async factsOf(customerId: string): Promise<ErasureFacts> {
    await this.ledger.readModels.catchUp();
    const lastDocuments = await this.ledger.lookups.lastDocumentDays(customerId);
    const openAccounts: { accountId: string; open: string }[] = [];
    const kept: { entityId: string; lastDocumentOn: string; years: number }[] = [];
    for (const entityId of this.ledger.entities.list()) {
      const accountId = accountIdOf(entityId, customerId);
      const items = await this.ledger.lookups.accountItems(accountId);
      const open = items.filter(({ open: amount }) => /[1-9]/.test(amount)).map(({ currency, open: amount, documentNumber }) => `${currency} ${amount} of ${documentNumber}`);
      if (open.length > 0) openAccounts.push({ accountId, open: open.slice(0, 5).join(', ') });
      const years = await this.ledger.streams.entity.query(entityId, (state) => entityConfiguration(state)?.retentionYears);
      const lastDocumentOn = [lastDocuments.get(entityId) ?? '', ...items.map(({ issueDate }) => issueDate)].sort().at(-1) ?? '';
      if (years !== undefined && lastDocumentOn !== '') kept.push({ entityId, lastDocumentOn, years });
    }
    return { openAccounts, kept };
  }
}

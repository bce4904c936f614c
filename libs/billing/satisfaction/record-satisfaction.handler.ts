import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, decideRecordSatisfaction, findInvoice, personalSubject, refusal, type SatisfactionAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RecordSatisfaction } from './record-satisfaction.command';

@CommandHandler(RecordSatisfaction)
export class RecordSatisfactionHandler implements ICommandHandler<RecordSatisfaction> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordSatisfaction): Promise<CommandResult<SatisfactionAnswer>> {
    const { accountId, personal = {}, ...content } = plainContent(body);
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const invoiceId = await this.ledger.streams.account.query(accountId, (state) => findInvoice(state, content.invoiceId)?.invoiceId ?? null);
    if (invoiceId === null) {
      const message = `invoice ${content.invoiceId} is not in account ${accountId}. Name an invoice of this account.`;
      return refusedResult(refusal('not-found', 'SATISFACTION.UNKNOWN_INVOICE', message, { invoiceId: content.invoiceId, accountId }));
    }
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.account(accountId) });
    const command = { ...content, invoiceId, accountId, personal, recordedOn: entity.facts.today, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.satisfaction.decide(invoiceId, origin, (state) => decideRecordSatisfaction(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

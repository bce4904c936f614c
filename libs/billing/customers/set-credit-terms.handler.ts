import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSetCreditTerms } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import { SetCreditTerms } from './set-credit-terms.command';

@CommandHandler(SetCreditTerms)
export class SetCreditTermsHandler implements ICommandHandler<SetCreditTerms> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetCreditTerms): Promise<CommandResult<CustomerAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const origin = originOf(context, body);
    const { remind, ...content } = plainContent(body);
    const command = { ...content, entityId: entity.facts.entityId, remind: remind ?? true, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetCreditTerms(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSetCreditLimit } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import { SetCreditLimit } from './set-credit-limit.command';

@CommandHandler(SetCreditLimit)
export class SetCreditLimitHandler implements ICommandHandler<SetCreditLimit> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SetCreditLimit): Promise<CommandResult<CustomerAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, configuration } = entity.facts;
    const origin = originOf(context, body);
    const { onExceed = 'block', ...content } = plainContent(body);
    const command = { ...content, onExceed, entityId, currency: configuration.baseCurrency, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(
      body.customerId,
      origin,
      (state, revision) => atExpectedRevision(context, revision, decideSetCreditLimit(command, state)),
    );
    return resultOf(outcome, (answer) => answer);
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideGiveMandate, personalSubject, type MandateAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { GiveMandate } from './give-mandate.command';

@CommandHandler(GiveMandate)
export class GiveMandateHandler implements ICommandHandler<GiveMandate> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: GiveMandate): Promise<CommandResult<MandateAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.customer(body.customerId) });
    const { scheme = 'core', oneOff, ...content } = plainContent(body);
    const command = { ...content, ...(oneOff === true ? { oneOff } : {}), scheme, entityId, today, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(body.customerId, origin, (state) => decideGiveMandate(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

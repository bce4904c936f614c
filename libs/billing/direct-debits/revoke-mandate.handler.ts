import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRevokeMandate } from '#ledger';
import type { CommandResult } from '../command-context';
import type { CustomerAnswer } from '../customers/customer.answer';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RevokeMandate } from './revoke-mandate.command';

@CommandHandler(RevokeMandate)
export class RevokeMandateHandler implements ICommandHandler<RevokeMandate> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RevokeMandate): Promise<CommandResult<CustomerAnswer>> {
    const { customer } = this.ledger.streams;
    const origin = originOf(context, body);
    // The day is looked at where the legal entity is that the mandate was given to; without one the decision refuses.
    const given = await customer.query(body.customerId, ({ mandates }) => mandates.get(body.mandateId)?.given);
    const entity = given === undefined ? undefined : await findEntity(this.ledger, given.entityId);
    if (entity?.ok === false) {
      return refusedResult(entity.refusal);
    }
    const command = { ...plainContent(body), today: entity?.facts.today ?? body.revokedOn, inputHash: origin.inputHash };
    const outcome = await customer.decide(body.customerId, origin, (state) => decideRevokeMandate(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

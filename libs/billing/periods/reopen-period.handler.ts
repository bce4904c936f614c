import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReopenPeriod, type PeriodAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ReopenPeriod } from './reopen-period.command';

@CommandHandler(ReopenPeriod)
export class ReopenPeriodHandler implements ICommandHandler<ReopenPeriod> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ReopenPeriod): Promise<CommandResult<PeriodAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId } = entity.facts;
    const origin = originOf(context, body);
    const command = { ...plainContent(body), entityId, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.period.decide(entityId, origin, (state) => decideReopenPeriod(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

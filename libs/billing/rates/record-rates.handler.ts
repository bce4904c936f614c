import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordRates, type RatesRecordedAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RecordRates } from './record-rates.command';

@CommandHandler(RecordRates)
export class RecordRatesHandler implements ICommandHandler<RecordRates> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RecordRates): Promise<CommandResult<RatesRecordedAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today, configuration } = entity.facts;
    const { rates, source, corrects = false } = plainContent(body);
    const command = { entityId, baseCurrency: configuration.baseCurrency, rates, source, corrects, today };
    const outcome = await this.ledger.streams.rates.decide(entityId, originOf(context, body), (state) => decideRecordRates(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRevalueCurrency, refuseUnrealDay, type RevaluationAnswer, type RevaluationFacts } from '#ledger';
import { foreignBalances } from '#read-models';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity, type EntityFacts } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RevalueCurrency } from './revalue-currency.command';

@CommandHandler(RevalueCurrency)
export class RevalueCurrencyHandler implements ICommandHandler<RevalueCurrency> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RevalueCurrency): Promise<CommandResult<RevaluationAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const unreal = refuseUnrealDay('on', body.on);
    if (unreal !== undefined) {
      return refusedResult(unreal);
    }
    const { entityId, today } = entity.facts;
    const origin = originOf(context, body);
    const command = { ...plainContent(body), entityId, inputHash: origin.inputHash, today };
    const facts = await this.facts(entity.facts, body.on);
    const outcome = await this.ledger.streams.period.decide(entityId, origin, (state) => decideRevalueCurrency(command, state, facts));
    return resultOf(outcome, (answer) => answer);
  }

  /** What is open, as the journal has it once it holds everything written by now, and the rates on record. */
  private async facts({ entityId, configuration }: EntityFacts, on: string): Promise<RevaluationFacts> {
    await this.ledger.readModels.catchUp();
    const { baseCurrency, rounding } = configuration;
    const { knownAt, balances } = await foreignBalances(this.ledger.readStore, { entityId, asOf: on, baseCurrency });
    const rates = await this.ledger.streams.rates.query(entityId, (state) => state);
    return { baseCurrency, mode: rounding.mode, rates, knownAt, balances };
  }
}

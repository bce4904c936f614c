import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSettleGatewayPayout, refuseUnknownCurrency, type GatewayPayoutAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
import { SettleGatewayPayout } from './settle-gateway-payout.command';

@CommandHandler(SettleGatewayPayout)
export class SettleGatewayPayoutHandler implements ICommandHandler<SettleGatewayPayout> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SettleGatewayPayout): Promise<CommandResult<GatewayPayoutAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, configuration, today } = entity.facts;
    const unknown = refuseUnknownCurrency('currency', body.currency);
    if (unknown !== undefined) {
      return refusedResult(unknown);
    }
    const origin = originOf(context, body);
    const recorded = await recordedRateFact(this.ledger, entity.facts, { currency: body.currency, rate: body.rate, on: body.settledOn });
    const command = { ...plainContent(body), entityId, baseCurrency: configuration.baseCurrency, today, inputHash: origin.inputHash, ...recorded };
    const outcome = await this.ledger.streams.gatewaypayout.decide(body.payoutId, origin, (state) => decideSettleGatewayPayout(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideResolveDelivery } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DeliveryAnswer } from './delivery.answer';
import { findKnownDelivery } from './known-delivery';
import { ResolveDelivery } from './resolve-delivery.command';

@CommandHandler(ResolveDelivery)
export class ResolveDeliveryHandler implements ICommandHandler<ResolveDelivery> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ResolveDelivery): Promise<CommandResult<DeliveryAnswer>> {
    const known = await findKnownDelivery(this.ledger, body.deliveryId);
    if ('code' in known) {
      return refusedResult(known);
    }
    const origin = originOf(context, body);
    const command = { ...known.which, requestId: body.requestId, outcome: body.outcome, reason: body.reason, resolvedOn: known.today, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.delivery.decide(known.stream, origin, (state) => decideResolveDelivery(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}

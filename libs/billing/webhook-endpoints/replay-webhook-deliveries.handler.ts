import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideReplayWebhookDeliveries, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ReplayWebhookDeliveries } from './replay-webhook-deliveries.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(ReplayWebhookDeliveries)
export class ReplayWebhookDeliveriesHandler implements ICommandHandler<ReplayWebhookDeliveries> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ReplayWebhookDeliveries): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideReplayWebhookDeliveries({ ...plain, inputHash }, state));
  }
}

import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { ReplayWebhookDeliveriesBody } from './webhook-endpoint.dto';

/** Sends facts again. */
export class ReplayWebhookDeliveries extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: ReplayWebhookDeliveriesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

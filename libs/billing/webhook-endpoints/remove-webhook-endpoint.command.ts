import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { RemoveWebhookEndpointBody } from './webhook-endpoint.dto';

/** Ends an endpoint for good. */
export class RemoveWebhookEndpoint extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: RemoveWebhookEndpointBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

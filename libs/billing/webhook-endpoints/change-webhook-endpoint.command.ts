import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { ChangeWebhookEndpointBody } from './webhook-endpoint.dto';

/** Sends elsewhere, other types, or in another way. */
export class ChangeWebhookEndpoint extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: ChangeWebhookEndpointBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { PauseWebhookEndpointBody } from './webhook-endpoint.dto';

/** Sends nothing more there until it is resumed. */
export class PauseWebhookEndpoint extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: PauseWebhookEndpointBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

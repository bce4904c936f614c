import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { RotateWebhookSecretBody } from './webhook-endpoint.dto';

/** Signs with a new secret, and for a while with the old one beside it. */
export class RotateWebhookSecret extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: RotateWebhookSecretBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

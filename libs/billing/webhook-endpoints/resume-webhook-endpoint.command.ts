import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { ResumeWebhookEndpointBody } from './webhook-endpoint.dto';

/** Goes on sending where it stopped. */
export class ResumeWebhookEndpoint extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: ResumeWebhookEndpointBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

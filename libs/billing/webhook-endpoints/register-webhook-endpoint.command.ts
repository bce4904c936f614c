import { Command } from '@nestjs/cqrs';
import type { WebhookEndpointAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { RegisterWebhookEndpointBody } from './webhook-endpoint.dto';

/** Tells a system elsewhere of facts from now on, or from a sequence. */
export class RegisterWebhookEndpoint extends Command<CommandResult<WebhookEndpointAnswer>> {
  constructor(
    readonly body: RegisterWebhookEndpointBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

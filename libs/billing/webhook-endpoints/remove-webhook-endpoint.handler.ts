import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRemoveWebhookEndpoint, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RemoveWebhookEndpoint } from './remove-webhook-endpoint.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(RemoveWebhookEndpoint)
export class RemoveWebhookEndpointHandler implements ICommandHandler<RemoveWebhookEndpoint> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RemoveWebhookEndpoint): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideRemoveWebhookEndpoint({ ...plain, inputHash }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideChangeWebhookEndpoint, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ChangeWebhookEndpoint } from './change-webhook-endpoint.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(ChangeWebhookEndpoint)
export class ChangeWebhookEndpointHandler implements ICommandHandler<ChangeWebhookEndpoint> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ChangeWebhookEndpoint): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideChangeWebhookEndpoint({ ...plain, inputHash }, state));
  }
}

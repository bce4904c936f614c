import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { currentContractVersion, decideRegisterWebhookEndpoint, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RegisterWebhookEndpoint } from './register-webhook-endpoint.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(RegisterWebhookEndpoint)
export class RegisterWebhookEndpointHandler implements ICommandHandler<RegisterWebhookEndpoint> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RegisterWebhookEndpoint): Promise<CommandResult<WebhookEndpointAnswer>> {
    const defaults = { eventTypes: [], envelope: 'plain' as const, contractVersion: currentContractVersion, order: 'none' as const };
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideRegisterWebhookEndpoint({ ...defaults, ...plain, inputHash }, state));
  }
}

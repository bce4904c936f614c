import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decidePauseWebhookEndpoint, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { PauseWebhookEndpoint } from './pause-webhook-endpoint.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(PauseWebhookEndpoint)
export class PauseWebhookEndpointHandler implements ICommandHandler<PauseWebhookEndpoint> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: PauseWebhookEndpoint): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decidePauseWebhookEndpoint({ cause: 'asked' as const, ...plain, inputHash }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRotateWebhookSecret, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { RotateWebhookSecret } from './rotate-webhook-secret.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(RotateWebhookSecret)
export class RotateWebhookSecretHandler implements ICommandHandler<RotateWebhookSecret> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: RotateWebhookSecret): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideRotateWebhookSecret({ overlapHours: 24, ...plain, inputHash }, state));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideResumeWebhookEndpoint, type WebhookEndpointAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ResumeWebhookEndpoint } from './resume-webhook-endpoint.command';
import { decideOnEndpoint } from './webhook-endpoint-decision';

@CommandHandler(ResumeWebhookEndpoint)
export class ResumeWebhookEndpointHandler implements ICommandHandler<ResumeWebhookEndpoint> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  execute(command: ResumeWebhookEndpoint): Promise<CommandResult<WebhookEndpointAnswer>> {
    return decideOnEndpoint(this.ledger, command, (plain, inputHash, state) => decideResumeWebhookEndpoint({ ...plain, inputHash }, state));
  }
}

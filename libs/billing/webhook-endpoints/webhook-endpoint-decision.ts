import type { Decision, WebhookEndpointAnswer, WebhookEndpointEvent, WebhookEndpointState } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import type { LedgerContext } from '../ledger/ledger-context';

/** Decides one command on a webhook endpoint, in the stream of that endpoint. */
export async function decideOnEndpoint<Body extends { readonly endpointId: string }>(
  ledger: LedgerContext,
  { body, context }: { readonly body: Body; readonly context: CommandContext },
  decide: (plain: Body, inputHash: string, state: WebhookEndpointState) => Decision<WebhookEndpointEvent, WebhookEndpointAnswer>,
): Promise<CommandResult<WebhookEndpointAnswer>> {
  const origin = originOf(context, body);
  const plain = plainContent(body);
  const outcome = await ledger.streams.webhookendpoint.decide(body.endpointId, origin, (state) => decide(plain, origin.inputHash, state));
  return resultOf(outcome, (answer) => answer);
}

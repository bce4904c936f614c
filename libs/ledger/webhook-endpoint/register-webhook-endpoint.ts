import { conflict } from '../input-rules';
import { accept, refuse, type Decision } from '../refusal';
import type { WebhookEndpointRegistered } from './webhook-endpoint.events';
import { webhookAnswerAfter, webhookEndpointAnswer, type WebhookEndpointAnswer, type WebhookEndpointState } from './webhook-endpoint.state';

export type RegisterWebhookEndpoint = WebhookEndpointRegistered['data'] & { readonly inputHash: string };

/** A removed endpoint is not registered again under its id: what was sent there before belongs to the old one. */
export function decideRegisterWebhookEndpoint(command: RegisterWebhookEndpoint, state: WebhookEndpointState): Decision<WebhookEndpointRegistered, WebhookEndpointAnswer> {
  const { inputHash, ...data } = command;
  if (state.settings !== null) {
    return state.registeredHash === inputHash
      ? accept([], webhookEndpointAnswer(data.endpointId, state))
      : refuse(conflict('WEBHOOK.CONFLICT', 'webhook endpoint', data.endpointId, 'Change it, or register another under an id of its own.'));
  }
  const registered: WebhookEndpointRegistered = { type: 'WebhookEndpointRegistered', data };
  return accept([registered], webhookAnswerAfter(state, registered));
}

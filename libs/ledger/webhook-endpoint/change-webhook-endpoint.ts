import { recall } from '../account/repeated-request';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type {
  WebhookEndpointChanged, WebhookEndpointEvent, WebhookEndpointPaused, WebhookEndpointRegistered, WebhookReplayRequested, WebhookSecretRotated,
} from './webhook-endpoint.events';
import { requestKey, webhookAnswerAfter, webhookEndpointAnswer, type WebhookEndpointAnswer, type WebhookEndpointState } from './webhook-endpoint.state';

interface Asked {
  readonly endpointId: string;
  readonly requestId: string;
  readonly inputHash: string;
}

type Change = Exclude<WebhookEndpointEvent, WebhookEndpointRegistered>;
type Decided<Event extends Change> = Decision<Event, WebhookEndpointAnswer>;

export type ChangeWebhookEndpoint = WebhookEndpointChanged['data'] & Asked;

/** Other settings for what is sent from now on, what waits to be sent again included. */
export function decideChangeWebhookEndpoint({ inputHash, ...data }: ChangeWebhookEndpoint, state: WebhookEndpointState): Decided<WebhookEndpointChanged> {
  const change: WebhookEndpointChanged = { type: 'WebhookEndpointChanged', data };
  if (Object.keys(data).length > 2) {
    return decided(change, inputHash, state);
  }
  return refuse(refusal('invalid', 'WEBHOOK.NOTHING_TO_CHANGE', 'the request changes nothing. Name at least one of url, eventTypes, envelope, contractVersion, order.', { field: 'url' }));
}

export interface RotateWebhookSecret extends Asked {
  readonly overlapHours: number;
}

export function decideRotateWebhookSecret({ inputHash, ...asked }: RotateWebhookSecret, state: WebhookEndpointState): Decided<WebhookSecretRotated> {
  return decided({ type: 'WebhookSecretRotated', data: { ...asked, secretNumber: state.secretNumber + 1 } }, inputHash, state);
}

export type PauseWebhookEndpoint = WebhookEndpointPaused['data'] & Asked;

export function decidePauseWebhookEndpoint({ inputHash, ...data }: PauseWebhookEndpoint, state: WebhookEndpointState): Decided<WebhookEndpointPaused> {
  return decided({ type: 'WebhookEndpointPaused', data }, inputHash, state, state.standing !== 'active');
}

export function decideResumeWebhookEndpoint({ inputHash, ...data }: Asked, state: WebhookEndpointState): Decided<Change> {
  return decided({ type: 'WebhookEndpointResumed', data }, inputHash, state, state.standing === 'active');
}

/** Removed before: the same answer, whatever the request. */
export function decideRemoveWebhookEndpoint({ inputHash, ...data }: Asked, state: WebhookEndpointState): Decided<Change> {
  return state.standing === 'removed'
    ? accept([], webhookEndpointAnswer(data.endpointId, state))
    : decided({ type: 'WebhookEndpointRemoved', data }, inputHash, state);
}

export type ReplayWebhookDeliveries = WebhookReplayRequested['data'] & Asked;

export function decideReplayWebhookDeliveries({ inputHash, ...data }: ReplayWebhookDeliveries, state: WebhookEndpointState): Decided<WebhookReplayRequested> {
  if ((data.fromSequence === undefined) === (data.sequences === undefined)) {
    const message = 'a replay is either from a sequence on or of certain facts. Send fromSequence or sequences, not both.';
    return refuse(refusal('invalid', 'WEBHOOK.REPLAY_UNCLEAR', message, { field: 'fromSequence' }));
  }
  return decided({ type: 'WebhookReplayRequested', data }, inputHash, state);
}

/** @param standsSo nothing is left to do: the endpoint is what the request would make it. */
function decided<Event extends Change>(event: Event, inputHash: string, state: WebhookEndpointState, standsSo = false): Decided<Event> {
  const { endpointId, requestId } = event.data;
  if (state.settings === null) {
    return refuse(unknownEndpoint(endpointId));
  }
  const found = recall(state.requests, { key: requestKey(event.type, requestId), code: 'WEBHOOK.REQUEST_CONFLICT', what: `Request ${requestId}` }, inputHash);
  if (found.kind === 'conflict') {
    return refuse(found.refusal);
  }
  if (found.kind === 'repeated') {
    return accept([], webhookEndpointAnswer(endpointId, state));
  }
  if (state.standing === 'removed') {
    return refuse(refusal('conflict', 'WEBHOOK.REMOVED', `webhook endpoint ${endpointId} was removed. Register another under an id of its own.`, { endpointId }));
  }
  if (standsSo) {
    return accept([], webhookEndpointAnswer(endpointId, state));
  }
  return accept([event], webhookAnswerAfter(state, event));
}

const unknownEndpoint = (endpointId: string): Refusal =>
  refusal('not-found', 'WEBHOOK.UNKNOWN', `webhook endpoint ${JSON.stringify(endpointId)} is not registered. List the endpoints to see their ids.`, { endpointId });

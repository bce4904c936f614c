import type { StreamFold } from '../refusal';
import type { WebhookEndpointEvent, WebhookEndpointRegistered } from './webhook-endpoint.events';

/** What is sent where, and how. */
export type WebhookSettings = Omit<WebhookEndpointRegistered['data'], 'endpointId' | 'after'>;

export type WebhookEndpointStanding = 'active' | 'paused' | 'gone' | 'removed';

/** A system elsewhere that is told of facts. */
export interface WebhookEndpointState {
  /** Null: not registered. */
  settings: WebhookSettings | null;
  registeredHash: string;
  standing: WebhookEndpointStanding;
  /** The secret that signs; from 1. */
  secretNumber: number;
  readonly requests: Map<string, string>;
}

export const webhookEndpointFold: StreamFold<WebhookEndpointState, WebhookEndpointEvent> = {
  initial: () => ({ settings: null, registeredHash: '', standing: 'active', secretNumber: 1, requests: new Map() }),
  evolve: (state, event, _revision, inputHash) => {
    if (event.type === 'WebhookEndpointRegistered') {
      const { endpointId: _id, after: _after, ...settings } = event.data;
      state.settings = settings;
      state.registeredHash = inputHash;
      return state;
    }
    state.requests.set(requestKey(event.type, event.data.requestId), inputHash);
    return changed(state, event);
  },
};

/** One request id per kind of change. */
export const requestKey = (type: WebhookEndpointEvent['type'], requestId: string): string => `${type}:${requestId}`;

function changed(state: WebhookEndpointState, event: Exclude<WebhookEndpointEvent, WebhookEndpointRegistered>): WebhookEndpointState {
  switch (event.type) {
    case 'WebhookEndpointChanged': {
      const { endpointId: _id, requestId: _request, ...more } = event.data;
      state.settings = state.settings === null ? null : { ...state.settings, ...more };
      return state;
    }
    case 'WebhookSecretRotated':
      state.secretNumber = event.data.secretNumber;
      return state;
    case 'WebhookEndpointPaused':
      state.standing = event.data.cause === 'gone' ? 'gone' : 'paused';
      return state;
    case 'WebhookEndpointResumed':
      state.standing = 'active';
      return state;
    case 'WebhookEndpointRemoved':
      state.standing = 'removed';
      return state;
    case 'WebhookReplayRequested':
      return state;
  }
}

export interface WebhookEndpointAnswer extends WebhookSettings {
  readonly endpointId: string;
  readonly state: WebhookEndpointStanding;
  readonly secretNumber: number;
}

/** The endpoint as it will stand after an event; the state itself is left as it is. */
export function webhookAnswerAfter(state: WebhookEndpointState, event: WebhookEndpointEvent): WebhookEndpointAnswer {
  const copy = { ...state, requests: new Map(state.requests) };
  return webhookEndpointAnswer(event.data.endpointId, webhookEndpointFold.evolve(copy, event, 0, ''));
}

/** The endpoint as it stands. Precondition: it was registered. */
export function webhookEndpointAnswer(endpointId: string, { settings, standing, secretNumber }: WebhookEndpointState): WebhookEndpointAnswer {
  if (settings === null) {
    throw new Error(`webhook endpoint ${endpointId} was changed before it was registered`);
  }
  return { endpointId, state: standing, secretNumber, ...settings };
}

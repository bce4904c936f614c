import type { Position, StoredEvent } from '#event-store';
import { streamId, type WebhookEndpointEvent } from '#ledger';
import type { WebhookChange } from '#read-models';
import { waitingDelivery } from './waiting-delivery';
import { countTo, factsAt, headUpTo, type WebhookLog } from './webhook-log';

export interface EndpointFactsParts {
  readonly log: WebhookLog;
  readonly now: () => number;
  /** The sequence of an event written a moment ago; undefined when it is not known at once. */
  readonly sequenceOf: (position: Position) => Promise<number | undefined>;
}

/** What a fact about an endpoint changes for its deliveries; null for one that changes nothing there. */
export async function changeOf(stored: StoredEvent, parts: EndpointFactsParts): Promise<WebhookChange | null> {
  // The category says which family's events its streams hold.
  const event = { type: stored.type, data: stored.data } as WebhookEndpointEvent;
  const endpointId = streamId(stored.stream);
  switch (event.type) {
    case 'WebhookEndpointRegistered':
      return registered(event.data, stored, parts);
    case 'WebhookEndpointChanged': {
      const { endpointId: _id, requestId: _request, ...settings } = event.data;
      return { kind: 'changed', endpointId, settings };
    }
    case 'WebhookEndpointPaused':
      return { kind: 'standing', endpointId, standing: event.data.cause === 'gone' ? 'gone' : 'paused' };
    case 'WebhookEndpointResumed':
      return { kind: 'standing', endpointId, standing: 'active' };
    case 'WebhookEndpointRemoved':
      return { kind: 'standing', endpointId, standing: 'removed' };
    case 'WebhookReplayRequested': {
      const { fromSequence, sequences = [] } = event.data;
      if (fromSequence !== undefined) {
        return { kind: 'set-back', endpointId, fromSequence };
      }
      return { kind: 'again', endpointId, deliveries: (await factsAt(parts.log, sequences)).map((fact) => waitingDelivery(fact, parts.now(), null)) };
    }
    // Its secret is kept by whoever shows it.
    case 'WebhookSecretRotated':
      return null;
  }
}

async function registered(
  { endpointId, after, ...settings }: Extract<WebhookEndpointEvent, { type: 'WebhookEndpointRegistered' }>['data'],
  { position, stream, revision }: StoredEvent,
  { log, sequenceOf }: EndpointFactsParts,
): Promise<WebhookChange> {
  if (after !== undefined) {
    // A cursor past the end would silently pass what is still to come.
    return { kind: 'registered', endpointId, settings, cursor: { sequence: await headUpTo(log, after) } };
  }
  const sequence = (await sequenceOf(position)) ?? (await countTo(log, position));
  return { kind: 'registered', endpointId, settings, cursor: { sequence, at: { position, stream, revision } } };
}

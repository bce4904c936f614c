import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Id, OneOf, Text } from '../wire';

/** Longest list of event types, and of facts sent again, that one event names. */
export const webhookListMax = 500;

const Url = Type.String({ minLength: 1, maxLength: 1000 });
const EventTypes = Type.Array(Id, { maxItems: webhookListMax });
const Envelope = OneOf('plain', 'cloudevents');
const Order = OneOf('none', 'per-stream');
const ContractVersion = Type.Integer({ minimum: 1 });
const Sequence = Type.Integer({ minimum: 0 });

/** A system elsewhere is to be told of facts. No secret stands in it: those are kept apart, by their number. */
export const WebhookEndpointRegistered = defineEvent(
  'WebhookEndpointRegistered',
  Closed({
    endpointId: Id,
    url: Url,
    /** Empty: every type. */
    eventTypes: EventTypes,
    envelope: Envelope,
    contractVersion: ContractVersion,
    order: Order,
    /** Facts after this sequence are sent; absent: those after this fact itself. */
    after: Type.Optional(Sequence),
  }),
);
export type WebhookEndpointRegistered = EventOf<typeof WebhookEndpointRegistered>;

/** What is absent stays as it was. */
export const WebhookEndpointChanged = defineEvent(
  'WebhookEndpointChanged',
  Closed({
    endpointId: Id,
    requestId: Id,
    url: Type.Optional(Url),
    eventTypes: Type.Optional(EventTypes),
    envelope: Type.Optional(Envelope),
    contractVersion: Type.Optional(ContractVersion),
    order: Type.Optional(Order),
  }),
);
export type WebhookEndpointChanged = EventOf<typeof WebhookEndpointChanged>;

/** From now on the secret of this number signs; the one before signs beside it for so many hours. */
export const WebhookSecretRotated = defineEvent(
  'WebhookSecretRotated',
  Closed({ endpointId: Id, requestId: Id, secretNumber: Type.Integer({ minimum: 2 }), overlapHours: Type.Integer({ minimum: 0, maximum: 720 }) }),
);
export type WebhookSecretRotated = EventOf<typeof WebhookSecretRotated>;

/** `gone`: the endpoint itself answered that it takes nothing any more. */
export const WebhookEndpointPaused = defineEvent(
  'WebhookEndpointPaused',
  Closed({ endpointId: Id, requestId: Id, cause: OneOf('asked', 'gone'), reason: Type.Optional(Text) }),
);
export type WebhookEndpointPaused = EventOf<typeof WebhookEndpointPaused>;

export const WebhookEndpointResumed = defineEvent('WebhookEndpointResumed', Closed({ endpointId: Id, requestId: Id }));
export type WebhookEndpointResumed = EventOf<typeof WebhookEndpointResumed>;

/** For good: its secrets and what waited for it are dropped. */
export const WebhookEndpointRemoved = defineEvent('WebhookEndpointRemoved', Closed({ endpointId: Id, requestId: Id }));
export type WebhookEndpointRemoved = EventOf<typeof WebhookEndpointRemoved>;

/** Everything from a sequence on is sent again, or certain facts are. */
export const WebhookReplayRequested = defineEvent(
  'WebhookReplayRequested',
  Closed({
    endpointId: Id,
    requestId: Id,
    fromSequence: Type.Optional(Type.Integer({ minimum: 1 })),
    sequences: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: webhookListMax })),
  }),
);
export type WebhookReplayRequested = EventOf<typeof WebhookReplayRequested>;

export const webhookEndpointEvents = [
  WebhookEndpointRegistered, WebhookEndpointChanged, WebhookSecretRotated, WebhookEndpointPaused, WebhookEndpointResumed, WebhookEndpointRemoved, WebhookReplayRequested,
] as const;
export type WebhookEndpointEvent =
  | WebhookEndpointRegistered
  | WebhookEndpointChanged
  | WebhookSecretRotated
  | WebhookEndpointPaused
  | WebhookEndpointResumed
  | WebhookEndpointRemoved
  | WebhookReplayRequested;

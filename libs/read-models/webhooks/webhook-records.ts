import type { Position } from '#event-store';
import type { WebhookEndpointStanding, WebhookSettings } from '#ledger';

/** A fact that an endpoint has been brought to; position and stream are absent while only its sequence is known. */
export interface WebhookCursor {
  readonly sequence: number;
  readonly at?: { readonly position: Position; readonly stream: string; readonly revision: number };
}

/** An endpoint with how far it is. Times are milliseconds since the Unix epoch, null where nothing happened yet. */
export interface WebhookEndpointRecord {
  readonly endpointId: string;
  readonly settings: WebhookSettings;
  readonly standing: WebhookEndpointStanding;
  /** Goes up whenever the cursor is set back: who sent by an older one may no longer move it. */
  readonly epoch: number;
  readonly cursor: WebhookCursor;
  readonly delivered: number;
  readonly deliveredAt: number | null;
  readonly failedAt: number | null;
  readonly failure: string | null;
}

/** A fact on its way to an endpoint that did not take it at once. Its data stays in the log alone, where people can be erased. */
export interface WebhookDeliveryRecord {
  readonly sequence: number;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly state: 'waiting' | 'dead';
  readonly attempts: number;
  readonly dueAt: number;
  readonly firstAt: number;
  readonly failedAt: number | null;
  readonly failure: string | null;
}

/** What a fact about an endpoint changes for its deliveries. */
export type WebhookChange =
  | { readonly kind: 'registered'; readonly endpointId: string; readonly settings: WebhookSettings; readonly cursor: WebhookCursor }
  | { readonly kind: 'changed'; readonly endpointId: string; readonly settings: Partial<WebhookSettings> }
  | { readonly kind: 'standing'; readonly endpointId: string; readonly standing: WebhookEndpointStanding }
  | { readonly kind: 'set-back'; readonly endpointId: string; readonly fromSequence: number }
  | { readonly kind: 'again'; readonly endpointId: string; readonly deliveries: readonly WebhookDeliveryRecord[] };

/** Where the facts about endpoints have been read to. */
export interface WebhookPlace {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
}

/** What one step of an endpoint's reading came to; written in one transaction, so that no fact is passed that is neither delivered nor kept. */
export interface WebhookProgress {
  readonly epoch: number;
  readonly cursor: WebhookCursor;
  /** Facts that wait to be sent again. */
  readonly waiting: readonly WebhookDeliveryRecord[];
  readonly delivered: number;
  readonly at: number;
}

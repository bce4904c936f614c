import type { WebhookDeliveryRecord } from '#read-models';
import type { WatchedEndpoint } from './webhook-desk';

/** How an endpoint stands, as callers see it. Times are ISO 8601, UTC. */
export interface WebhookEndpointView {
  readonly endpointId: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly envelope: string;
  readonly contractVersion: number;
  readonly order: string;
  readonly state: string;
  /** The last ledger sequence that was delivered, passed by, or is kept to be sent again. */
  readonly cursor: number;
  /** Facts after the cursor. */
  readonly lag: number;
  readonly waiting: number;
  readonly dead: number;
  readonly delivered: number;
  readonly lastDeliveredAt: string | null;
  readonly lastFailedAt: string | null;
  readonly lastFailure: string | null;
  readonly hasSecret: boolean;
}

export interface WebhookDeliveryView {
  readonly sequence: number;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly lastFailedAt: string | null;
  readonly lastFailure: string | null;
}

const timeOf = (milliseconds: number | null): string | null => (milliseconds === null ? null : new Date(milliseconds).toISOString());

export const endpointView = ({ endpointId, settings, standing, cursor, head, waiting, dead, hasSecret, ...record }: WatchedEndpoint): WebhookEndpointView => ({
  endpointId,
  url: settings.url,
  eventTypes: settings.eventTypes,
  envelope: settings.envelope,
  contractVersion: settings.contractVersion,
  order: settings.order,
  state: standing,
  cursor: cursor.sequence,
  lag: head - cursor.sequence,
  waiting,
  dead,
  delivered: record.delivered,
  lastDeliveredAt: timeOf(record.deliveredAt),
  lastFailedAt: timeOf(record.failedAt),
  lastFailure: record.failure,
  hasSecret,
});

export const deliveryView = ({ sequence, eventId, type, stream, state, attempts, dueAt, failedAt, failure }: WebhookDeliveryRecord): WebhookDeliveryView => ({
  sequence, eventId, type, stream, state, attempts,
  dueAt: state === 'waiting' ? timeOf(dueAt) : null,
  lastFailedAt: timeOf(failedAt),
  lastFailure: failure,
});

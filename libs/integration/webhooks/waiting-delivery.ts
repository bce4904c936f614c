import type { WebhookDeliveryRecord } from '#read-models';
import type { AttemptOutcome } from './attempt-delivery';
import type { Fact } from './webhook-log';

/** A fact that is to be sent again: after a first attempt, or (without one) because it has to wait for another. */
export function waitingDelivery({ stored, sequence }: Fact, now: number, outcome: AttemptOutcome | null): WebhookDeliveryRecord {
  return {
    sequence, eventId: stored.id, type: stored.type, stream: stored.stream, revision: stored.revision,
    state: 'waiting', attempts: 0, dueAt: now, firstAt: now, failedAt: null, failure: null,
    ...(outcome === null ? {} : afterAttempt(outcome, 1)),
  };
}

/**
 * What an attempt changes. One that was told the endpoint is gone waits as it did: that was no attempt of its own.
 *
 * @param made attempts, this one among them.
 */
export function afterAttempt({ verdict, failure, at }: AttemptOutcome, made: number): Pick<WebhookDeliveryRecord, 'state' | 'attempts' | 'dueAt' | 'failedAt' | 'failure'> {
  return {
    state: verdict.kind === 'dead' ? 'dead' : 'waiting',
    attempts: verdict.kind === 'gone' ? made - 1 : made,
    dueAt: verdict.kind === 'retry' ? at + verdict.afterMs : at,
    failedAt: at,
    failure,
  };
}

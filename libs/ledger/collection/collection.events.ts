import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, Id, OneOf, Text } from '../wire';

/** A reminder step that was due and not taken, and why. Written once per item, step and policy version. */
export const ReminderSkipped = defineEvent(
  'ReminderSkipped',
  Closed({
    accountId: Id,
    invoiceId: Id,
    instalment: Type.Integer({ minimum: 1 }),
    policyId: Id,
    policyVersion: Type.Integer({ minimum: 1 }),
    step: Id,
    runDate: Day,
    /** stale: a before-due step whose day has passed; disputed; held; below-minimum; not-reminded: agreed so. */
    why: OneOf('stale', 'disputed', 'held', 'below-minimum', 'not-reminded'),
    detail: Text,
  }),
);
export type ReminderSkipped = EventOf<typeof ReminderSkipped>;

export const collectionEvents = [ReminderSkipped] as const;
export type CollectionEvent = ReminderSkipped;

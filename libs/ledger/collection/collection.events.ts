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
    /**
     * stale: a before-due step whose day has passed; final-notice-sent: a final notice that lists it stands;
     * not-reminded: agreed so; in-flight: a direct debit is under way, or a payment on record counts from a later day.
     */
    why: OneOf(
      'stale', 'disputed', 'held', 'below-minimum', 'not-reminded', 'paid', 'in-flight', 'promised', 'no-contact', 'with-agency', 'minimum-gap', 'final-notice-sent',
    ),
    detail: Text,
  }),
);
export type ReminderSkipped = EventOf<typeof ReminderSkipped>;

/** Somebody spoke or wrote with the debtor. */
export const ContactLogged = defineEvent(
  'ContactLogged',
  Closed({
    accountId: Id,
    contactId: Id,
    contactedOn: Day,
    channel: OneOf('phone', 'email', 'letter', 'visit', 'other'),
    direction: OneOf('outgoing', 'incoming'),
    outcome: OneOf('reached', 'not-reached', 'promised', 'disputed', 'refused', 'other'),
    /** When somebody is to come back to it. Absent: not. */
    followUpOn: Type.Optional(Day),
    invoiceIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    personal: Closed({ person: Type.Optional(Text), note: Text }),
  }),
);
export type ContactLogged = EventOf<typeof ContactLogged>;

export const collectionEvents = [ReminderSkipped, ContactLogged] as const;
export type CollectionEvent = ReminderSkipped | ContactLogged;

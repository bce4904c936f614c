import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, Id, Language, OneOf, Text } from '../wire';

export const DeliveryChannel = OneOf('email');
export const DeliveredKind = OneOf('invoice', 'credit-note', 'receipt', 'statement');

const which = { documentId: Id, channel: DeliveryChannel, deliveryId: Id };
/** The kind of document is that of the claim, so that each fact says of itself what it is about; the oldest lack it. */
const became = { ...which, documentKind: Type.Optional(DeliveredKind) };

/** Claims a sending before it happens: counts as sent until its outcome is known. */
export const DeliveryDue = defineEvent(
  'DeliveryDue',
  Closed({
    ...which,
    kind: DeliveredKind,
    /** As printed, where it has one. */
    documentNumber: Type.Optional(Text),
    accountId: Id,
    dueOn: Day,
    language: Language,
    /** What goes with the message, as `invoice.pdf`. */
    attachments: Type.Array(Text, { maxItems: 10 }),
    /** The sending that it repeats, by a person's decision. Absent: the first. */
    repeats: Type.Optional(Id),
    personal: Closed({ email: Text }),
  }),
);
export type DeliveryDue = EventOf<typeof DeliveryDue>;

/** The receiving mail server took it over. */
export const DeliverySent = defineEvent('DeliverySent', Closed({ ...became, sentOn: Day, receipt: Text }));
export type DeliverySent = EventOf<typeof DeliverySent>;

export const DeliveryFailed = defineEvent('DeliveryFailed', Closed({ ...became, failedOn: Day, reason: Text }));
export type DeliveryFailed = EventOf<typeof DeliveryFailed>;

/** It came back after it was taken over. */
export const DeliveryBounced = defineEvent(
  'DeliveryBounced',
  Closed({ ...became, bouncedOn: Day, kind: OneOf('hard', 'soft', 'complaint'), reason: Text }),
);
export type DeliveryBounced = EventOf<typeof DeliveryBounced>;

/** A person says what became of a sending without a known outcome. */
export const DeliveryResolved = defineEvent('DeliveryResolved', Closed({ ...became, requestId: Id, resolvedOn: Day, outcome: OneOf('sent', 'failed'), reason: Text }));
export type DeliveryResolved = EventOf<typeof DeliveryResolved>;

/** The customer looked at it through the link they were sent. Recorded once per day. */
export const DocumentOpened = defineEvent('DocumentOpened', Closed({ ...became, openedOn: Day }));
export type DocumentOpened = EventOf<typeof DocumentOpened>;

export const deliveryEvents = [DeliveryDue, DeliverySent, DeliveryFailed, DeliveryBounced, DeliveryResolved, DocumentOpened] as const;
export type DeliveryEvent = DeliveryDue | DeliverySent | DeliveryFailed | DeliveryBounced | DeliveryResolved | DocumentOpened;

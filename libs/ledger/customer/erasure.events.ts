import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, Id, OneOf, Text } from '../wire';

/** What names this person must stay, whoever asks: a dispute before court, an audit. */
export const RetentionHoldPlaced = defineEvent(
  'RetentionHoldPlaced',
  Closed({
    customerId: Id,
    requestId: Id,
    holdId: Id,
    placedOn: Day,
    /** Last day of the hold. Absent: until it is lifted. */
    until: Type.Optional(Day),
    reason: Text,
  }),
);
export type RetentionHoldPlaced = EventOf<typeof RetentionHoldPlaced>;

export const RetentionHoldLifted = defineEvent(
  'RetentionHoldLifted',
  Closed({ customerId: Id, requestId: Id, holdId: Id, liftedOn: Day, reason: Text }),
);
export type RetentionHoldLifted = EventOf<typeof RetentionHoldLifted>;

/** The person is to be forgotten: from here on no fact says again who this customer is. Amounts, numbers and tax data stay. */
export const CustomerErased = defineEvent('CustomerErased', Closed({ customerId: Id, requestId: Id, erasedOn: Day, reason: Text }));
export type CustomerErased = EventOf<typeof CustomerErased>;

/** What held something personal of an erased customer; contacts and satisfaction by the account they belong to, everything else by its own id. */
export const PersonalRecord = Closed({
  kind: OneOf('customer', 'payment', 'bank-line', 'inquiry', 'approval', 'contact', 'delivery', 'satisfaction', 'reminder'),
  id: Id,
});

/** The records whose keys are destroyed with that. Found by reading the whole log, so that every copy of it knows what to forget. */
export const PersonalRecordsErased = defineEvent(
  'PersonalRecordsErased',
  Closed({
    customerId: Id,
    records: Type.Array(PersonalRecord, { maxItems: 500 }),
    /** The last group of this customer. */
    isLast: Type.Boolean(),
  }),
);
export type PersonalRecordsErased = EventOf<typeof PersonalRecordsErased>;

export const erasureEvents = [RetentionHoldPlaced, RetentionHoldLifted, CustomerErased, PersonalRecordsErased] as const;
export type ErasureEvent = RetentionHoldPlaced | RetentionHoldLifted | CustomerErased | PersonalRecordsErased;

const erasureTypes: ReadonlySet<string> = new Set(erasureEvents.map(({ type }) => type));
export const isErasureEvent = (event: { readonly type: string }): event is ErasureEvent => erasureTypes.has(event.type);

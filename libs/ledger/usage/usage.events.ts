import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, Day, DecimalString, Id, Text } from '../wire';

/** Something used or worked. Its own id makes it count once per contract, whatever its date. */
export const UsageRecord = Closed({
  usageId: Id,
  /** Item of the contract. */
  itemId: Id,
  /** Meter of a subscription, role of hourly work; absent for retainers and prepaid units. */
  meter: Type.Optional(Id),
  /** Units; hours for hourly work. Never negative. */
  quantity: DecimalString,
  /** The day it was used: also when it comes late. */
  on: Day,
  text: Type.Optional(Text),
});
export type UsageRecord = Static<typeof UsageRecord>;

/** A batch of usage of one contract. Records whose id was known are left out. */
export const UsageRecorded = defineEvent(
  'UsageRecorded',
  Closed({
    contractId: Id,
    batchId: Id,
    records: Type.Array(UsageRecord, { minItems: 1, maxItems: 5000 }),
  }),
);
export type UsageRecorded = EventOf<typeof UsageRecorded>;

export const usageEvents = [UsageRecorded] as const;
export type UsageEvent = UsageRecorded;

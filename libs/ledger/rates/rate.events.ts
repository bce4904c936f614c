import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, CurrencyCode, Day, DecimalString, Id, Text } from '../wire';

/** A rate of exchange from a day on, until the next one on record. `rate` = base units per one unit of the currency. */
export const RateRecorded = defineEvent(
  'RateRecorded',
  Closed({
    entityId: Id,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    on: Day,
    rate: DecimalString,
    source: Text,
    /** Another rate was on record for that day; from here in the log on this one counts. */
    corrects: Type.Optional(Type.Boolean()),
  }),
);
export type RateRecorded = EventOf<typeof RateRecorded>;

export const rateEvents = [RateRecorded] as const;
export type RateEvent = RateRecorded;

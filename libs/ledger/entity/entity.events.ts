import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, Country, CurrencyCode, Day, Id, OneOf, Rounding, Text } from '../wire';

/** Roles an account of the chart can play; postings speak of roles, the chart turns them into codes. */
export const accountRoles = [
  'receivables',
  'unapplied-receipts',
  'unidentified-receipts',
  'credits-to-apply',
  'bank',
  'revenue',
  'tax-payable',
  'opening-balance',
] as const;
export type AccountRole = (typeof accountRoles)[number];

/** The legal entity as it stands from here on: what documents print and how figures are shaped. */
export const EntityConfigured = defineEvent(
  'EntityConfigured',
  Closed({
    entityId: Id,
    name: Text,
    street: Type.Optional(Text),
    city: Type.Optional(Text),
    postalCode: Type.Optional(Text),
    country: Country,
    taxId: Type.Optional(Text),
    email: Type.Optional(Text),
    /** IANA zone; it says when a day ends. */
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    baseCurrency: CurrencyCode,
    rounding: Rounding,
    /** Last day past due of each bucket but the open last one: [30, 60, 90]. Strictly rising. */
    agingBuckets: Type.Array(Type.Integer({ minimum: 1, maximum: 3650 }), { minItems: 1, maxItems: 12 }),
    defaultTerms: Closed({ netDays: Type.Integer({ minimum: 0, maximum: 3650 }) }),
    /** Ways to pay, printed on documents as they stand. */
    waysToPay: Type.Array(Closed({ kind: Text, text: Text }), { maxItems: 10 }),
  }),
);
export type EntityConfigured = EventOf<typeof EntityConfigured>;

/** A register may now take documents. Its number n is firstNumber + revision, for ever. */
export const SeriesOpened = defineEvent(
  'SeriesOpened',
  Closed({
    entityId: Id,
    seriesId: Id,
    kind: OneOf('invoice', 'credit-note'),
    /** Calendar year of issue dates the series takes; absent: any. */
    year: Type.Optional(Type.Integer({ minimum: 1900, maximum: 9999 })),
    prefix: Type.String({ maxLength: 20 }),
    firstNumber: Type.Integer({ minimum: 1 }),
    /** Digits of the printed number, padded with zeros. */
    digits: Type.Integer({ minimum: 1, maximum: 15 }),
  }),
);
export type SeriesOpened = EventOf<typeof SeriesOpened>;

/** Which account code stands for each role, from this place in the log on. */
export const ChartMapped = defineEvent(
  'ChartMapped',
  Closed({
    entityId: Id,
    accounts: Type.Array(
      Closed({
        role: OneOf(...accountRoles),
        code: Type.String({ pattern: '^[A-Za-z0-9.]{1,20}$' }),
        name: Text,
      }),
      { minItems: accountRoles.length, maxItems: accountRoles.length },
    ),
  }),
);
export type ChartMapped = EventOf<typeof ChartMapped>;

/** A reminder policy version. `offsetDays` is relative to the due date: negative before, positive after. */
export const PolicySet = defineEvent(
  'PolicySet',
  Closed({
    entityId: Id,
    policyId: Id,
    version: Type.Integer({ minimum: 1 }),
    effectiveFrom: Day,
    steps: Type.Array(
      Closed({
        step: Id,
        offsetDays: Type.Integer({ minimum: -365, maximum: 3650 }),
        channel: Type.Literal('outbox'),
        template: Text,
      }),
      { minItems: 1, maxItems: 20 },
    ),
    /** Items open for less than this are not reminded. */
    minimumAmount: Amount,
  }),
);
export type PolicySet = EventOf<typeof PolicySet>;

export const entityEvents = [EntityConfigured, SeriesOpened, ChartMapped, PolicySet] as const;
export type EntityEvent = EntityConfigured | SeriesOpened | ChartMapped | PolicySet;

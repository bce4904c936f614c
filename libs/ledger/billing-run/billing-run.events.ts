import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Closed, CurrencyCode, Day, DecimalString, Id, OneOf, Rounding, Text } from '../wire';

/** A run over everything due through a day begins. Its request is frozen here. */
export const BillingRunOpened = defineEvent(
  'BillingRunOpened',
  Closed({
    runId: Id,
    entityId: Id,
    /** Everything due on or before this day is billed. */
    through: Day,
    issueDate: Day,
    /** Only these paying customers; absent: all. */
    customerIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
  }),
);
export type BillingRunOpened = EventOf<typeof BillingRunOpened>;

/** A sale or a contract that an invoice of the run takes up. */
export const PlannedSource = Closed({
  kind: OneOf('sale', 'contract'),
  id: Id,
  /** Revision of the source the plan was made on; a contract that has changed since is not billed by this run. */
  revision: Type.Integer({ minimum: 0 }),
  /** Usage of a contract up to this revision is billed; absent: the plan saw none. */
  usageRevision: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type PlannedSource = Static<typeof PlannedSource>;

/** An invoice of the run is proposed and frozen: who, how, and from which sources. */
export const InvoicePlanned = defineEvent(
  'InvoicePlanned',
  Closed({
    runId: Id,
    invoiceId: Id,
    seriesId: Id,
    customerId: Id,
    accountId: Id,
    billToCustomerId: Type.Optional(Id),
    currency: CurrencyCode,
    rate: DecimalString,
    baseCurrency: CurrencyCode,
    rounding: Rounding,
    entityRevision: Type.Integer({ minimum: 0 }),
    customerRevision: Type.Integer({ minimum: 0 }),
    billToRevision: Type.Optional(Type.Integer({ minimum: 0 })),
    reference: Type.Optional(Text),
    /** True: the one sale it takes up has figures or terms of its own, and shares its invoice with nothing else. */
    standsAlone: Type.Optional(Type.Boolean()),
    sources: Type.Array(PlannedSource, { minItems: 1, maxItems: 500 }),
  }),
);
export type InvoicePlanned = EventOf<typeof InvoicePlanned>;

/** Something that a contract was billed in advance and does not owe any more is to be credited by this return. */
export const CreditPlanned = defineEvent(
  'CreditPlanned',
  Closed({
    runId: Id,
    returnId: Id,
    contractId: Id,
    customerId: Id,
    accountId: Id,
    billToCustomerId: Type.Optional(Id),
    currency: CurrencyCode,
    /** Base units per unit of the currency. */
    rate: DecimalString,
  }),
);
export type CreditPlanned = EventOf<typeof CreditPlanned>;

/** The plan is whole: from here the run only carries it out. */
export const RunPlanned = defineEvent(
  'RunPlanned',
  Closed({ runId: Id, invoices: Type.Integer({ minimum: 0 }), credits: Type.Integer({ minimum: 0 }) }),
);
export type RunPlanned = EventOf<typeof RunPlanned>;

/** A planned source is not billed by this run after all. */
export const ItemDropped = defineEvent(
  'ItemDropped',
  Closed({
    runId: Id,
    invoiceId: Id,
    kind: OneOf('sale', 'contract'),
    id: Id,
    /** Count of sources planned before this one. Rises from drop to drop, so that each is recorded once. */
    place: Type.Integer({ minimum: 0 }),
    code: Text,
    reason: Text,
  }),
);
export type ItemDropped = EventOf<typeof ItemDropped>;

export const RunCompleted = defineEvent(
  'RunCompleted',
  Closed({
    runId: Id,
    issued: Type.Integer({ minimum: 0 }),
    /** Planned invoices of which nothing was left. */
    empty: Type.Integer({ minimum: 0 }),
    credited: Type.Integer({ minimum: 0 }),
  }),
);
export type RunCompleted = EventOf<typeof RunCompleted>;

export const billingRunEvents = [BillingRunOpened, InvoicePlanned, CreditPlanned, RunPlanned, ItemDropped, RunCompleted] as const;
export type BillingRunEvent = BillingRunOpened | InvoicePlanned | CreditPlanned | RunPlanned | ItemDropped | RunCompleted;

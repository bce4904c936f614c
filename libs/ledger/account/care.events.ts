import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, Id, OneOf, Text } from '../wire';

/** So much of one instalment of one invoice, in the currency of the event. */
export const NamedPart = Closed({
  invoiceId: Id,
  instalment: Type.Integer({ minimum: 1 }),
  documentNumber: Type.String({ minLength: 1, maxLength: 200 }),
  amount: Amount,
});

/** The debtor says when so much will be paid. Until the day has passed nobody reminds of what it names. */
export const PromiseGiven = defineEvent(
  'PromiseGiven',
  Closed({
    accountId: Id,
    promiseId: Id,
    givenOn: Day,
    promisedFor: Day,
    currency: CurrencyCode,
    amount: Amount,
    /** What it is about; absent: everything open in its currency. */
    invoiceIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    /** The contact in which it was given. */
    contactId: Type.Optional(Id),
  }),
);
export type PromiseGiven = EventOf<typeof PromiseGiven>;

/** It does not hold any more; what it named is reminded of again. */
export const PromiseWithdrawn = defineEvent('PromiseWithdrawn', Closed({ accountId: Id, promiseId: Id, requestId: Id, withdrawnOn: Day, reason: Text }));
export type PromiseWithdrawn = EventOf<typeof PromiseWithdrawn>;

/** An agency collects these from here on; we remind of them no more. Posts nothing: they are still owed. */
export const HandedToCollections = defineEvent(
  'HandedToCollections',
  Closed({
    accountId: Id,
    handoverId: Id,
    agency: Text,
    handedOverOn: Day,
    currency: CurrencyCode,
    items: Type.Array(NamedPart, { minItems: 1, maxItems: 1000 }),
    reason: Text,
    /** Something of it was disputed, promised or being collected, and a person handed it over all the same; the reason says why. */
    overridden: Type.Optional(Type.Boolean()),
  }),
);
export type HandedToCollections = EventOf<typeof HandedToCollections>;

export const RecalledFromCollections = defineEvent(
  'RecalledFromCollections',
  Closed({ accountId: Id, handoverId: Id, requestId: Id, recalledOn: Day, reason: Text }),
);
export type RecalledFromCollections = EventOf<typeof RecalledFromCollections>;

/** The bank is to collect so much: in flight until it ended. Posts nothing: the receipt does. */
export const DirectDebitOrdered = defineEvent(
  'DirectDebitOrdered',
  Closed({
    accountId: Id,
    /** End-to-end id, by which the bank's entries name it. */
    directDebitId: Type.String({ minLength: 1, maxLength: 35 }),
    batchId: Id,
    mandateId: Type.String({ minLength: 1, maxLength: 35 }),
    sequence: OneOf('FRST', 'RCUR', 'OOFF', 'FNAL'),
    orderedOn: Day,
    collectionDate: Day,
    currency: CurrencyCode,
    amount: Amount,
    items: Type.Array(NamedPart, { minItems: 1, maxItems: 1000 }),
  }),
);
export type DirectDebitOrdered = EventOf<typeof DirectDebitOrdered>;

/** `collected`: the receipt is entered. `returned`: the debtor's bank did not pay, or took it back. */
export const DirectDebitEnded = defineEvent(
  'DirectDebitEnded',
  Closed({
    accountId: Id,
    directDebitId: Type.String({ minLength: 1, maxLength: 35 }),
    endedOn: Day,
    outcome: OneOf('collected', 'returned', 'cancelled'),
    /** The receipt that collected it. */
    paymentId: Type.Optional(Id),
    /** ISO 20022 reason of a return, as `AC04`. */
    reasonCode: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{1,4}$' })),
    reason: Text,
  }),
);
export type DirectDebitEnded = EventOf<typeof DirectDebitEnded>;

/** What keeps a debtor from being reminded, or speaks of how the debt is collected. None of them posts. */
export const careEvents = [PromiseGiven, PromiseWithdrawn, HandedToCollections, RecalledFromCollections, DirectDebitOrdered, DirectDebitEnded] as const;
export type CareEvent = PromiseGiven | PromiseWithdrawn | HandedToCollections | RecalledFromCollections | DirectDebitOrdered | DirectDebitEnded;

const careTypes: ReadonlySet<string> = new Set(careEvents.map(({ type }) => type));

export const isCare = <Other extends { readonly type: string }>(event: CareEvent | Other): event is CareEvent => careTypes.has(event.type);

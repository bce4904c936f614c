import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, BankAccount, Closed, CurrencyCode, Day, DecimalString, Id, OneOf, PersonalFields, Text } from '../wire';

/** What the payer said the money is for; kept, so that a restart allocates the same. */
export const PaymentInstruction = Closed({
  accountId: Type.Optional(Id),
  /** Named items in the order to pay them; amount absent: as much as is open. */
  items: Type.Optional(
    Type.Array(Closed({ invoiceId: Id, instalment: Type.Optional(Type.Integer({ minimum: 1 })), amount: Type.Optional(Amount) }), {
      minItems: 1,
      maxItems: 1000,
    }),
  ),
  /** `auto`: named items, else reference, else oldest due first. `none`: stays unapplied until somebody allocates it. */
  allocate: OneOf('auto', 'none'),
});

/** Money came in. One bank line counts once: the payment id is the bank's reference or made from the line. */
export const PaymentReceived = defineEvent(
  'PaymentReceived',
  Closed({
    paymentId: Id,
    entityId: Id,
    /** Value date. */
    receivedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    rate: DecimalString,
    baseAmount: Amount,
    method: Text,
    /** Structured reference of the payer, often an invoice number. */
    reference: Type.Optional(Text),
    /** Who paid, from which account, and their words. */
    personal: Type.Optional(Closed({ ...PersonalFields.properties, ...BankAccount.properties, text: Type.Optional(Text) })),
    instruction: PaymentInstruction,
    /** A payment gateway holds it until it pays out. Absent: it is at the bank. */
    heldBy: Type.Optional(Type.Literal('gateway')),
    /** The statement line it came on. */
    bankLine: Type.Optional(Closed({ statementId: Id, lineId: Id })),
  }),
);
export type PaymentReceived = EventOf<typeof PaymentReceived>;

/** Says whose money it is. Several identifications may split one receipt; together they never exceed it. */
export const PaymentIdentified = defineEvent(
  'PaymentIdentified',
  Closed({
    paymentId: Id,
    requestId: Id,
    /** From when it counts: the receipt's date unless a later one is given. */
    identifiedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    splits: Type.Array(Closed({ accountId: Id, amount: Amount, baseAmount: Amount }), { minItems: 1, maxItems: 100 }),
  }),
);
export type PaymentIdentified = EventOf<typeof PaymentIdentified>;

export const PaymentIdentificationReversed = defineEvent(
  'PaymentIdentificationReversed',
  Closed({
    paymentId: Id,
    requestId: Id,
    reversedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    accountId: Id,
    amount: Amount,
    baseAmount: Amount,
    reason: Text,
    /** Present when the bank took the money back before it was identified; the account then undoes its allocations. */
    reversalId: Type.Optional(Id),
  }),
);
export type PaymentIdentificationReversed = EventOf<typeof PaymentIdentificationReversed>;

/** The bank took (part of) it back. Parts say from whom; a part without an account was still unidentified. */
export const PaymentReversed = defineEvent(
  'PaymentReversed',
  Closed({
    paymentId: Id,
    /** The receipt's entity: a part without an account names none. */
    entityId: Id,
    reversalId: Id,
    valueDate: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    reason: Text,
    parts: Type.Array(Closed({ accountId: Type.Optional(Id), amount: Amount, baseAmount: Amount }), { minItems: 1, maxItems: 101 }),
    /** As on the receipt. */
    heldBy: Type.Optional(Type.Literal('gateway')),
  }),
);
export type PaymentReversed = EventOf<typeof PaymentReversed>;

export const paymentEvents = [PaymentReceived, PaymentIdentified, PaymentIdentificationReversed, PaymentReversed] as const;
export type PaymentEvent = PaymentReceived | PaymentIdentified | PaymentIdentificationReversed | PaymentReversed;

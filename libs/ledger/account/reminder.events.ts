import { Type } from '@sinclair/typebox';
import { ReminderChannelName } from '../entity/entity.events';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, Id, OneOf, Text } from '../wire';

/** One reminded instalment and the policy step it reached. */
export const RemindedItem = Closed({
  invoiceId: Id,
  instalment: Type.Integer({ minimum: 1 }),
  documentNumber: Type.String({ minLength: 1, maxLength: 200 }),
  dueDate: Day,
  openAmount: Amount,
  step: Id,
  /** Overdue, and listed because a final notice demands all that is: it takes no step by this letter. */
  listed: Type.Optional(Type.Literal(true)),
});

/** Claims a letter before it is sent: counts as sent until its outcome is known. */
export const ReminderDue = defineEvent(
  'ReminderDue',
  Closed({
    accountId: Id,
    /** Also the message id: a repeated send can be told apart. */
    reminderId: Id,
    runDate: Day,
    policyId: Id,
    policyVersion: Type.Integer({ minimum: 1 }),
    channel: ReminderChannelName,
    /** Tone of the letter: the highest of its steps. Absent: `reminder`. */
    level: Type.Optional(OneOf('reminder', 'notice', 'final-notice')),
    currency: CurrencyCode,
    items: Type.Array(RemindedItem, { minItems: 1, maxItems: 1000 }),
    /** Charged once the letter is out, by an invoice of its own, for the invoice named. In base currency. */
    fee: Type.Optional(Closed({ saleId: Id, invoiceId: Id, currency: CurrencyCode, amount: Amount })),
    /** What its steps do besides: hold the account once the letter is out; ask a person whether an agency is to collect. */
    actions: Type.Optional(Type.Array(OneOf('hold', 'propose-hand-over'), { minItems: 1, maxItems: 2 })),
    /** The letter that a person had repeated by this one, and the request. */
    repeats: Type.Optional(Id),
    requestId: Type.Optional(Id),
  }),
);
export type ReminderDue = EventOf<typeof ReminderDue>;

/** A channel accepted the message. */
export const ReminderSent = defineEvent(
  'ReminderSent',
  Closed({
    accountId: Id,
    reminderId: Id,
    channel: ReminderChannelName,
    receipt: Text,
    /** The request of the person who found out that it had gone. Absent: the channel said so. */
    requestId: Type.Optional(Id),
  }),
);
export type ReminderSent = EventOf<typeof ReminderSent>;

export const ReminderFailed = defineEvent(
  'ReminderFailed',
  Closed({
    accountId: Id,
    reminderId: Id,
    channel: ReminderChannelName,
    reason: Text,
    /** The request of the person who found out, or decided, that it had not gone. Absent: the channel said so. */
    requestId: Type.Optional(Id),
  }),
);
export type ReminderFailed = EventOf<typeof ReminderFailed>;

/** Taken back before it was sent: paid, promised, disputed, held or given to an agency since. */
export const ReminderWithdrawn = defineEvent('ReminderWithdrawn', Closed({ accountId: Id, reminderId: Id, reason: Text }));
export type ReminderWithdrawn = EventOf<typeof ReminderWithdrawn>;

/** The letter came back after the channel had taken it over. What it brought with it, a fee or a hold, stays. */
export const ReminderBounced = defineEvent(
  'ReminderBounced',
  Closed({ accountId: Id, reminderId: Id, channel: ReminderChannelName, bouncedOn: Day, kind: OneOf('hard', 'soft', 'complaint'), reason: Text }),
);
export type ReminderBounced = EventOf<typeof ReminderBounced>;

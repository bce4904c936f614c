import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { careEvents, type CareEvent } from './care.events';
import type { CorrectionEvent } from './correction.events';
import { LateChargeClaimed } from './late-charge.events';
import { ReminderBounced, ReminderDue, ReminderFailed, ReminderSent, ReminderWithdrawn } from './reminder.events';
import { PaymentInstruction } from '../payment/payment.events';
import { CreditLine, CreditReasonCode } from '../return/return.events';
import { Amount, BaseAmounts, Closed, CurrencyCode, Day, Id, Instalment, OneOf, Text, Totals } from '../wire';

export * from './reminder.events';

/** A part of an allocation: so much of one instalment of one invoice. */
export const AllocatedItem = Closed({
  invoiceId: Id,
  instalment: Type.Integer({ minimum: 1 }),
  amount: Amount,
  /** Base currency that leaves the source. */
  baseAmount: Amount,
  /** Base currency the item was open for with this part; absent: `baseAmount`. The difference is realised gain or loss. */
  itemBaseAmount: Type.Optional(Amount),
  /** The item is in another currency: so much of it is settled. `amount` stays in the currency of the source. */
  itemCurrency: Type.Optional(CurrencyCode),
  itemAmount: Type.Optional(Amount),
});

/** Where the money of an allocation comes from: a receipt (payment id) or a credit (credit note id). */
export const AllocationSource = Closed({
  kind: OneOf('receipt', 'credit'),
  id: Id,
});

/** Tells the account that an invoice is its own. Never refused; posts nothing. */
export const InvoiceEntered = defineEvent(
  'InvoiceEntered',
  Closed({
    accountId: Id,
    invoiceId: Id,
    /** `register`: one of our own series; `external`: a document issued elsewhere. */
    origin: OneOf('register', 'external'),
    /** Register of an own invoice, and its revision there, so that its lines are found by a point read. */
    seriesId: Type.Optional(Id),
    revision: Type.Optional(Type.Integer({ minimum: 0 })),
    documentNumber: Type.String({ minLength: 1, maxLength: 200 }),
    issueDate: Day,
    currency: CurrencyCode,
    gross: Amount,
    baseCurrency: CurrencyCode,
    baseGross: Amount,
    instalments: Type.Array(Instalment, { minItems: 1, maxItems: 60 }),
    remind: Type.Boolean(),
    /** Absent: a sales invoice. A fee or interest is not charged on again. */
    purpose: Type.Optional(OneOf('sale', 'prepayment', 'late-fee', 'interest')),
  }),
);
export type InvoiceEntered = EventOf<typeof InvoiceEntered>;

/** The cap was checked and reserved: from here the credit note is always issued. */
export const CreditNoteRequested = defineEvent(
  'CreditNoteRequested',
  Closed({
    accountId: Id,
    creditNoteId: Id,
    returnId: Id,
    seriesId: Id,
    requestedIssueDate: Day,
    currency: CurrencyCode,
    lines: Type.Array(CreditLine, { minItems: 1, maxItems: 5000 }),
    totals: Totals,
    /** Why; no interest is charged on what was billed wrongly. Absent: not said, or requested before the reason stood here. */
    reasonCode: Type.Optional(CreditReasonCode),
    /** What it will stand at in base currency. */
    base: Type.Optional(BaseAmounts),
  }),
);
export type CreditNoteRequested = EventOf<typeof CreditNoteRequested>;

/** The return cannot be credited as it stands; nothing was reserved. */
export const CreditNoteRefused = defineEvent(
  'CreditNoteRefused',
  Closed({ accountId: Id, creditNoteId: Id, returnId: Id, code: Text, reason: Text }),
);
export type CreditNoteRefused = EventOf<typeof CreditNoteRefused>;

/** Tells the account that its credit note was issued. Never refused; posts nothing. */
export const CreditNoteEntered = defineEvent(
  'CreditNoteEntered',
  Closed({
    accountId: Id,
    creditNoteId: Id,
    seriesId: Id,
    revision: Type.Integer({ minimum: 0 }),
    documentNumber: Type.String({ minLength: 1, maxLength: 40 }),
    issueDate: Day,
    currency: CurrencyCode,
    gross: Amount,
    baseCurrency: CurrencyCode,
    baseGross: Amount,
  }),
);
export type CreditNoteEntered = EventOf<typeof CreditNoteEntered>;

/** Tells the account that identified money is its own. Never refused; posts nothing. */
export const PaymentEntered = defineEvent(
  'PaymentEntered',
  Closed({
    accountId: Id,
    paymentId: Id,
    /** The identification (its request id) that sent it here; a payment may come in several parts. */
    identificationId: Id,
    receivedOn: Day,
    identifiedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    reference: Type.Optional(Text),
    /** The payer's own words, so that money naming an invoice finds it when the invoice comes later. */
    instruction: Type.Optional(PaymentInstruction),
  }),
);
export type PaymentEntered = EventOf<typeof PaymentEntered>;

/** Unapplied money leaves the account, to be identified elsewhere. */
export const PaymentReleased = defineEvent(
  'PaymentReleased',
  Closed({
    accountId: Id,
    paymentId: Id,
    requestId: Id,
    releasedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    /** Base currency that leaves with it: its identification is taken back with the same. */
    baseCurrency: Type.Optional(CurrencyCode),
    baseAmount: Type.Optional(Amount),
    /** The account it moves to in the steps that follow; absent: a release alone. */
    movesTo: Type.Optional(Id),
    reason: Text,
  }),
);
export type PaymentReleased = EventOf<typeof PaymentReleased>;

/** The bank took the money back; never refused. The allocations it undoes follow in the same append. */
export const PaymentReversalEntered = defineEvent(
  'PaymentReversalEntered',
  Closed({
    accountId: Id,
    paymentId: Id,
    reversalId: Id,
    valueDate: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    reason: Text,
    /** What had been released and can no longer leave, because the bank took it: those releases are void. */
    released: Type.Optional(Type.Array(Closed({ requestId: Id, amount: Amount, baseAmount: Type.Optional(Amount) }), { minItems: 1, maxItems: 1000 })),
  }),
);
export type PaymentReversalEntered = EventOf<typeof PaymentReversalEntered>;

/** One source pays one or many items on one date. */
export const PaymentAllocated = defineEvent(
  'PaymentAllocated',
  Closed({
    accountId: Id,
    allocationId: Id,
    source: AllocationSource,
    allocatedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    items: Type.Array(AllocatedItem, { minItems: 1, maxItems: 1000 }),
    rule: OneOf('instruction', 'reference', 'oldest-due-first', 'clerk', 'credit-note', 'import', 'redone', 'cancellation', 'prepayment'),
    /**
     * The allocation whose earlier undoing this takes back, on that undoing's own date: the bank turned out to have
     * undone it before. Absent: a new allocation.
     */
    redoes: Type.Optional(Id),
  }),
);
export type PaymentAllocated = EventOf<typeof PaymentAllocated>;

/** Undoes (part of) an allocation from a date on. */
export const AllocationReversed = defineEvent(
  'AllocationReversed',
  Closed({
    accountId: Id,
    /** Unique id of this undoing. */
    reversalId: Id,
    allocationId: Id,
    source: AllocationSource,
    reversedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    items: Type.Array(AllocatedItem, { minItems: 1, maxItems: 1000 }),
    /** `payment-reversed`: the bank took the money back; `clerk`: a person's decision; `debit-withdrawn`: what it paid is not owed. */
    cause: OneOf('payment-reversed', 'clerk', 'debit-withdrawn'),
    reason: Text,
  }),
);
export type AllocationReversed = EventOf<typeof AllocationReversed>;

export const DisputeOpened = defineEvent(
  'DisputeOpened',
  Closed({
    accountId: Id,
    invoiceId: Id,
    disputeId: Id,
    openedOn: Day,
    /** True: the source gave no date, the issue date stands in for it. */
    dateAssumed: Type.Boolean(),
    reason: Text,
  }),
);
export type DisputeOpened = EventOf<typeof DisputeOpened>;

export const DisputeResolved = defineEvent(
  'DisputeResolved',
  Closed({ accountId: Id, invoiceId: Id, disputeId: Id, requestId: Id, resolvedOn: Day, outcome: Text }),
);
export type DisputeResolved = EventOf<typeof DisputeResolved>;

/** New sales wait unbilled while an account is held. Reminders wait too, unless a reminder step held it: `reminderId`. */
export const AccountHeld = defineEvent(
  'AccountHeld',
  Closed({ accountId: Id, requestId: Id, heldOn: Day, reason: Text, reminderId: Type.Optional(Id) }),
);
export type AccountHeld = EventOf<typeof AccountHeld>;

export const AccountReleased = defineEvent('AccountReleased', Closed({ accountId: Id, requestId: Id, releasedOn: Day, reason: Text }));
export type AccountReleased = EventOf<typeof AccountReleased>;

export const accountEvents = [
  InvoiceEntered, CreditNoteRequested, CreditNoteRefused, CreditNoteEntered, PaymentEntered, PaymentReleased,
  PaymentReversalEntered, PaymentAllocated, AllocationReversed, DisputeOpened, DisputeResolved, ReminderDue,
  ReminderSent, ReminderFailed, ReminderWithdrawn, ReminderBounced, AccountHeld, AccountReleased, LateChargeClaimed, ...careEvents,
] as const;
export type AccountEvent =
  | CorrectionEvent
  | CareEvent
  | InvoiceEntered | CreditNoteRequested | CreditNoteRefused | CreditNoteEntered | PaymentEntered | PaymentReleased
  | PaymentReversalEntered | PaymentAllocated | AllocationReversed | DisputeOpened | DisputeResolved | ReminderDue
  | ReminderSent | ReminderFailed | ReminderWithdrawn | ReminderBounced | AccountHeld | AccountReleased | LateChargeClaimed;

import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, DecimalString, Id, OneOf, TaxCategory, Text } from '../wire';
import { AllocationSource } from './account.events';

/** Tax of one category and rate, in both currencies. */
export const TaxShare = Closed({ category: TaxCategory, rate: DecimalString, amount: Amount, baseAmount: Amount });

/** The same, of one invoice. Absent: of all that was written off together. */
export const RelievedTaxShare = Closed({
  category: TaxCategory, rate: DecimalString, amount: Amount, baseAmount: Amount, invoiceId: Type.Optional(Id),
});

/** A part of one instalment of one invoice, at the base amount it stands in the books with. */
export const SettledItem = Closed({ invoiceId: Id, instalment: Type.Integer({ minimum: 1 }), amount: Amount, baseAmount: Amount });

/** `commission`: what a collection agency keeps of what it collected. */
const KindOfDeduction = OneOf('early-payment-discount', 'bank-charge', 'withholding', 'tolerance', 'commission');

/** What an invoice is short of is accepted as settled. `amount` = net + taxes. Never more than is open. */
export const DeductionAccepted = defineEvent(
  'DeductionAccepted',
  Closed({
    accountId: Id,
    deductionId: Id,
    kind: KindOfDeduction,
    acceptedOn: Day,
    invoiceId: Id,
    instalment: Type.Integer({ minimum: 1 }),
    currency: CurrencyCode,
    amount: Amount,
    /** The tax in it, which is given back: early-payment discount only. */
    taxes: Type.Array(TaxShare, { maxItems: 100 }),
    /** The turnover that it lowers, untaxed categories too: with the taxes it is the amount. Early-payment discount only. */
    nets: Type.Optional(Type.Array(TaxShare, { maxItems: 100 })),
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    /** The receipt that came short by it. */
    paymentId: Type.Optional(Id),
    /** True: more, or later, than the invoice's terms or the entity's tolerance allow; a person took it on themselves. */
    overridden: Type.Optional(Type.Boolean()),
    reason: Text,
  }),
);
export type DeductionAccepted = EventOf<typeof DeductionAccepted>;

/** Takes a deduction back as a whole, with the amounts it was accepted with. */
export const DeductionReversed = defineEvent(
  'DeductionReversed',
  Closed({
    accountId: Id,
    deductionId: Id,
    reversalId: Id,
    kind: KindOfDeduction,
    reversedOn: Day,
    invoiceId: Id,
    instalment: Type.Integer({ minimum: 1 }),
    currency: CurrencyCode,
    amount: Amount,
    taxes: Type.Array(TaxShare, { maxItems: 100 }),
    nets: Type.Optional(Type.Array(TaxShare, { maxItems: 100 })),
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    cause: OneOf('payment-reversed', 'clerk'),
    reason: Text,
  }),
);
export type DeductionReversed = EventOf<typeof DeductionReversed>;

/** The debt is given up for the books; it may still be paid. */
export const InvoiceWrittenOff = defineEvent(
  'InvoiceWrittenOff',
  Closed({
    accountId: Id,
    writeOffId: Id,
    writtenOffOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    items: Type.Array(SettledItem, { minItems: 1, maxItems: 1000 }),
    reasonCode: OneOf('insolvent', 'uncollectible', 'statute-barred', 'settlement', 'small-balance', 'other'),
    reason: Text,
    approvalId: Type.Optional(Id),
  }),
);
export type InvoiceWrittenOff = EventOf<typeof InvoiceWrittenOff>;

/** Brings (part of) a written-off debt back, with its share of relieved tax: a later receipt is a recovery. */
export const WriteOffReversed = defineEvent(
  'WriteOffReversed',
  Closed({
    accountId: Id,
    writeOffId: Id,
    reversalId: Id,
    reversedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    items: Type.Array(SettledItem, { minItems: 1, maxItems: 1000 }),
    /** Tax that had been relieved on it and is owed again. */
    taxes: Type.Array(TaxShare, { maxItems: 100 }),
    cause: OneOf('recovery', 'clerk'),
    reason: Text,
  }),
);
export type WriteOffReversed = EventOf<typeof WriteOffReversed>;

/** The tax office gives back the tax of a debt that was written off. */
export const BadDebtTaxRelieved = defineEvent(
  'BadDebtTaxRelieved',
  Closed({
    accountId: Id,
    reliefId: Id,
    writeOffId: Id,
    relievedOn: Day,
    currency: CurrencyCode,
    baseCurrency: CurrencyCode,
    /** Per invoice of the write-off. */
    taxes: Type.Array(RelievedTaxShare, { minItems: 1, maxItems: 1000 }),
  }),
);
export type BadDebtTaxRelieved = EventOf<typeof BadDebtTaxRelieved>;

/** Reserves money of a receipt or a credit before it is paid out. Posts nothing. */
export const RefundRequested = defineEvent(
  'RefundRequested',
  Closed({
    accountId: Id,
    refundId: Id,
    source: AllocationSource,
    requestedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    reason: Text,
    approvalId: Type.Optional(Id),
  }),
);
export type RefundRequested = EventOf<typeof RefundRequested>;

/** The bank paid it out. `bankBaseAmount`: what left the bank in base currency, where the rate moved. */
export const RefundPaid = defineEvent(
  'RefundPaid',
  Closed({
    accountId: Id,
    refundId: Id,
    source: AllocationSource,
    paidOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    bankBaseAmount: Type.Optional(Amount),
    bankReference: Type.Optional(Text),
    /** A payment gateway paid it out of what it holds. Absent: the bank. */
    heldBy: Type.Optional(Type.Literal('gateway')),
  }),
);
export type RefundPaid = EventOf<typeof RefundPaid>;

/** It never left: what was reserved is free again. */
export const RefundFailed = defineEvent('RefundFailed', Closed({ accountId: Id, refundId: Id, failedOn: Day, reason: Text }));
export type RefundFailed = EventOf<typeof RefundFailed>;

/** A payment gateway is told to pay it out: until it says what came of that, nobody else pays it. Posts nothing. */
export const RefundOrdered = defineEvent('RefundOrdered', Closed({ accountId: Id, refundId: Id, gateway: Text, orderedOn: Day }));
export type RefundOrdered = EventOf<typeof RefundOrdered>;

/** The gateway certainly did not take the order. */
export const RefundOrderRefused = defineEvent('RefundOrderRefused', Closed({ accountId: Id, refundId: Id, gateway: Text, refusedOn: Day, reason: Text }));
export type RefundOrderRefused = EventOf<typeof RefundOrderRefused>;

/** It left and came back: the receipt or credit has it again. */
export const RefundReturned = defineEvent(
  'RefundReturned',
  Closed({
    accountId: Id,
    refundId: Id,
    source: AllocationSource,
    returnedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    /** As it was paid. */
    heldBy: Type.Optional(Type.Literal('gateway')),
    reason: Text,
  }),
);
export type RefundReturned = EventOf<typeof RefundReturned>;

/** Money was refunded, or reserved for it, and then the bank took the receipt back: the customer owes it. An open item. */
export const ReversalDebitRaised = defineEvent(
  'ReversalDebitRaised',
  Closed({
    accountId: Id,
    /** Stands where an invoice id would. */
    debitId: Id,
    paymentId: Id,
    reversalId: Id,
    refundId: Type.Optional(Id),
    raisedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
  }),
);
export type ReversalDebitRaised = EventOf<typeof ReversalDebitRaised>;

/** The refund failed after all, so (part of) the debit is not owed: the money it stood for is there. */
export const ReversalDebitWithdrawn = defineEvent(
  'ReversalDebitWithdrawn',
  Closed({
    accountId: Id,
    debitId: Id,
    paymentId: Id,
    withdrawnOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    baseAmount: Amount,
    reason: Text,
  }),
);
export type ReversalDebitWithdrawn = EventOf<typeof ReversalDebitWithdrawn>;

export const correctionEvents = [
  DeductionAccepted, DeductionReversed, InvoiceWrittenOff, WriteOffReversed, BadDebtTaxRelieved, RefundRequested, RefundPaid,
  RefundFailed, RefundReturned, RefundOrdered, RefundOrderRefused, ReversalDebitRaised, ReversalDebitWithdrawn,
] as const;
export type CorrectionEvent =
  | DeductionAccepted | DeductionReversed | InvoiceWrittenOff | WriteOffReversed | BadDebtTaxRelieved | RefundRequested | RefundPaid
  | RefundFailed | RefundReturned | RefundOrdered | RefundOrderRefused | ReversalDebitRaised | ReversalDebitWithdrawn;

const correctionTypes: ReadonlySet<string> = new Set(correctionEvents.map(({ type }) => type));

export const isCorrection = <Other extends { readonly type: string }>(event: CorrectionEvent | Other): event is CorrectionEvent =>
  correctionTypes.has(event.type);

import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, BankAccount, Closed, CurrencyCode, Day, DecimalString, Id, OneOf, Text } from '../wire';

/** One booked entry, or one part of a batch booking. `amount` is what the account gained, negative for what it lost. */
export const StatementLine = Closed({
  /** The same on every statement that shows the entry: the bank's reference, else made from what the line says. */
  lineId: Id,
  bookedOn: Day,
  valueDate: Day,
  amount: Amount,
  /** Structured reference of the payer (ISO 11649 or the creditor's own). */
  reference: Type.Optional(Text),
  endToEndId: Type.Optional(Text),
  mandateId: Type.Optional(Text),
  bankReference: Type.Optional(Text),
  /** The bank's code of the transaction, as it stands in the file. */
  code: Type.Optional(Text),
  /** It takes back an entry, which `reversalOf` names where the bank does. */
  isReversal: Type.Optional(Type.Boolean()),
  reversalOf: Type.Optional(Text),
  returnReason: Type.Optional(Text),
  /** What the payer sent in another currency. */
  original: Type.Optional(Closed({ currency: CurrencyCode, amount: Amount })),
  /** What the bank kept of it. */
  charges: Type.Optional(Amount),
  /** The other side, and what it wrote. */
  personal: Closed({ name: Type.Optional(Text), ...BankAccount.properties, text: Text }),
});
export type StatementLine = Static<typeof StatementLine>;

/** A statement was taken in; its balances add up. Its lines follow, page by page. */
export const BankStatementImported = defineEvent(
  'BankStatementImported',
  Closed({
    statementId: Id,
    entityId: Id,
    /** Our account, as IBAN or number. */
    bankAccount: Text,
    currency: CurrencyCode,
    format: OneOf('camt.053', 'camt.054', 'mt940', 'csv'),
    /** Number or id on the statement. */
    statementNumber: Text,
    from: Day,
    to: Day,
    /** Absent where the format states none. */
    openingBalance: Type.Optional(Amount),
    closingBalance: Type.Optional(Amount),
    lineCount: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
    pageCount: Type.Integer({ minimum: 0, maximum: 100_000 }),
    /** SHA-256 of the file, hexadecimal. */
    fileHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  }),
);
export type BankStatementImported = EventOf<typeof BankStatementImported>;

export const StatementLinesRecorded = defineEvent(
  'StatementLinesRecorded',
  Closed({ statementId: Id, page: Type.Integer({ minimum: 1 }), lines: Type.Array(StatementLine, { minItems: 1, maxItems: 200 }) }),
);
export type StatementLinesRecorded = EventOf<typeof StatementLinesRecorded>;

/** What speaks for a match, in words a clerk reads. */
export const MatchReason = Closed({
  rule: OneOf(
    'structured-reference', 'number-in-text', 'exact-amount', 'bank-account', 'combination', 'name', 'end-to-end-id', 'mandate', 'bank-reference',
    'payout', 'refund', 'person',
  ),
  detail: Text,
});
export type MatchReason = Static<typeof MatchReason>;

export const discrepancies = ['short', 'over', 'unknown-payer', 'duplicate', 'fee-deducted', 'wrong-currency', 'ambiguous', 'unknown-debit'] as const;

/** What a line turned out to be; the payment, reversal, refund, fee or payout has events of its own. */
export const StatementLineMatched = defineEvent(
  'StatementLineMatched',
  Closed({
    statementId: Id,
    lineId: Id,
    outcome: OneOf('payment', 'payment-reversal', 'refund', 'refund-return', 'bank-fee', 'payout', 'direct-debit', 'seen-before', 'no-concern'),
    /** Id of that payment, reversal, refund, fee or payout. */
    subjectId: Id,
    accountId: Type.Optional(Id),
    items: Type.Optional(
      Type.Array(Closed({ invoiceId: Id, instalment: Type.Integer({ minimum: 1 }), amount: Amount }), { minItems: 1, maxItems: 1000 }),
    ),
    /** What was left over or short of, by name. */
    discrepancy: Type.Optional(OneOf(...discrepancies)),
    /** Percent. */
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    reasons: Type.Array(MatchReason, { minItems: 1, maxItems: 20 }),
    by: OneOf('automatic', 'person'),
  }),
);
export type StatementLineMatched = EventOf<typeof StatementLineMatched>;

export const StatementLineParked = defineEvent(
  'StatementLineParked',
  Closed({
    statementId: Id,
    lineId: Id,
    discrepancy: OneOf(...discrepancies),
    /** What a person is to do. */
    resolution: Text,
    proposals: Type.Array(
      Closed({
        accountId: Id,
        items: Type.Array(Closed({ invoiceId: Id, instalment: Type.Integer({ minimum: 1 }), amount: Amount }), { maxItems: 1000 }),
        confidence: Type.Integer({ minimum: 0, maximum: 100 }),
        reasons: Type.Array(MatchReason, { minItems: 1, maxItems: 20 }),
      }),
      { maxItems: 5 },
    ),
  }),
);
export type StatementLineParked = EventOf<typeof StatementLineParked>;

export const bankStatementEvents = [BankStatementImported, StatementLinesRecorded, StatementLineMatched, StatementLineParked] as const;
export type BankStatementEvent = BankStatementImported | StatementLinesRecorded | StatementLineMatched | StatementLineParked;

/** The bank charged, gave a charge back (a negative amount), or charged or paid interest (a negative amount: it paid). */
export const BankFeeCharged = defineEvent(
  'BankFeeCharged',
  Closed({
    feeId: Id,
    entityId: Id,
    /** Absent: a charge. Interest that the bank paid is income, never a smaller charge. */
    kind: Type.Optional(OneOf('interest')),
    chargedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    baseCurrency: CurrencyCode,
    rate: DecimalString,
    baseAmount: Amount,
    text: Text,
    bankLine: Type.Optional(Closed({ statementId: Id, lineId: Id })),
  }),
);
export type BankFeeCharged = EventOf<typeof BankFeeCharged>;

export const bankFeeEvents = [BankFeeCharged] as const;

import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, DecimalString, Id, Month, OneOf, Text } from '../wire';

/** From this place in the log on, facts of this month and earlier post later. A month closes after all before it. */
export const PeriodClosed = defineEvent('PeriodClosed', Closed({ entityId: Id, requestId: Id, period: Month, reason: Text }));
export type PeriodClosed = EventOf<typeof PeriodClosed>;

export const PeriodReopened = defineEvent('PeriodReopened', Closed({ entityId: Id, requestId: Id, period: Month, reason: Text }));
export type PeriodReopened = EventOf<typeof PeriodReopened>;

/** The trial balance of a closed month on the posting basis, as known at the cut-off: the place of its closing. */
export const PeriodTotalsRecorded = defineEvent(
  'PeriodTotalsRecorded',
  Closed({
    entityId: Id,
    period: Month,
    /** The closing that these totals belong to. */
    requestId: Id,
    /** Ledger sequence of the closing. */
    cutOff: Type.Integer({ minimum: 1 }),
    rows: Type.Array(
      Closed({
        accountCode: Type.String({ minLength: 1, maxLength: 20 }),
        currency: CurrencyCode,
        /** Debit positive, credit negative. */
        opening: Amount,
        debit: Amount,
        credit: Amount,
        closing: Amount,
        baseCurrency: CurrencyCode,
        baseOpening: Amount,
        baseDebit: Amount,
        baseCredit: Amount,
        baseClosing: Amount,
      }),
      { maxItems: 3000 },
    ),
    /** SHA-256 of the canonical JSON of the trial balance's body, hexadecimal. */
    bodyHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  }),
);
export type PeriodTotalsRecorded = EventOf<typeof PeriodTotalsRecorded>;

/**
 * Open items and cash in foreign currencies at a day's rate. Books the difference on that day and takes it back on the next;
 * no document changes.
 */
export const CurrencyRevalued = defineEvent(
  'CurrencyRevalued',
  Closed({
    entityId: Id,
    requestId: Id,
    revaluedOn: Day,
    reversedOn: Day,
    baseCurrency: CurrencyCode,
    /** Ledger sequence the open amounts were taken at. */
    knownAt: Type.Integer({ minimum: 0 }),
    rows: Type.Array(
      Closed({
        role: OneOf('receivables', 'unapplied-receipts', 'credits-to-apply', 'unidentified-receipts', 'bank', 'gateway-clearing'),
        currency: CurrencyCode,
        /** Open, or held at the bank or by a gateway; debit positive. */
        amount: Amount,
        bookedBase: Amount,
        rate: DecimalString,
        revaluedBase: Amount,
        /** `revaluedBase` − `bookedBase`: a gain when positive. */
        difference: Amount,
      }),
      { maxItems: 1000 },
    ),
  }),
);
export type CurrencyRevalued = EventOf<typeof CurrencyRevalued>;

/** The facts that open and close months. */
export type CalendarEvent = PeriodClosed | PeriodReopened;

export const periodEvents = [PeriodClosed, PeriodReopened, PeriodTotalsRecorded, CurrencyRevalued] as const;
export type PeriodEvent = PeriodClosed | PeriodReopened | PeriodTotalsRecorded | CurrencyRevalued;

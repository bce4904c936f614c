import { Type } from '@sinclair/typebox';
import { LimitedAct } from '../approval/approval.events';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, BankAccount, Closed, Country, CurrencyCode, Day, DecimalString, Id, Language, Month, OneOf, Rounding, Text } from '../wire';
import { completedChart, type ChartEntry } from './built-in-chart';

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
  'deferred-revenue',
  'contract-asset',
  'late-fee-income',
  'interest-income',
  'sales-discounts',
  'bank-charges',
  'withholding-receivable',
  'small-differences',
  'bad-debt',
  'exchange',
  'realised-gain',
  'realised-loss',
  'unrealised-gain',
  'unrealised-loss',
  'revaluation',
  'gateway-clearing',
  'gateway-fees',
  'collection-fees',
] as const;
/** Roles that a chart has to name; the others take their built-in accounts where it does not. */
export const requiredRoles: readonly AccountRole[] = accountRoles.slice(0, 8);
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
    /** Drafts need the approval of another person before they are issued. Absent: no. */
    draftsNeedApproval: Type.Optional(Type.Boolean()),
    /** Short payments up to this, in base currency, may be settled as a small difference. Absent: none. */
    tolerance: Type.Optional(Amount),
    /** Fee and yearly interest (percent) on overdue invoices. */
    lateCharges: Type.Optional(
      Closed({ fee: Type.Optional(Amount), interestPercent: Type.Optional(DecimalString), graceDays: Type.Integer({ minimum: 0, maximum: 365 }) }),
    ),
    phone: Type.Optional(Text),
    /** Number in the company register, as printed. */
    registration: Type.Optional(Text),
    /** Where customers pay to; printed, and encoded for their banking app. */
    bankAccount: Type.Optional(BankAccount),
    /** SEPA creditor identifier, for direct debits. */
    creditorId: Type.Optional(Text),
    /** Language of documents to customers who prefer none. Absent: English. */
    language: Type.Optional(Language),
    /** How long documents are kept with whom they name: to the end of the year so many years after the last one. Absent: not stated. */
    retentionYears: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** How documents look. */
    branding: Type.Optional(
      Closed({
        paper: Type.Optional(OneOf('A4', 'Letter')),
        /** `#rrggbb`. */
        colour: Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
        /** PNG or JPEG, base64. */
        logo: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 140_000 })),
        footer: Type.Optional(Text),
      }),
    ),
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

/** Version 1 knew the first eight roles, version 2 those up to revaluation; the others take their built-in accounts. */
function withLaterRoles(data: Record<string, unknown>): Record<string, unknown> {
  return { ...data, accounts: completedChart(data['accounts'] as readonly ChartEntry[]) };
}

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
  [withLaterRoles, withLaterRoles],
);
export type ChartMapped = EventOf<typeof ChartMapped>;

/** How a letter goes out: a file for a mailer or person to take, or e-mail. */
export const ReminderChannelName = OneOf('outbox', 'email');

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
        channel: ReminderChannelName,
        template: Text,
        /** Charged with the letter, in base currency, by an invoice of its own. Absent: none. */
        fee: Type.Optional(Amount),
        /** Tone of the letter; absent: `reminder`. After a final notice an account may be handed to an agency. */
        level: Type.Optional(OneOf('reminder', 'notice', 'final-notice')),
        /** What else the step does; absent: only the letter. */
        action: Type.Optional(OneOf('hold', 'propose-hand-over')),
      }),
      { minItems: 1, maxItems: 20 },
    ),
    /** Days between two letters to one debtor at least. Absent: none. */
    minimumGapDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
    /** Items open for less than this are not reminded. */
    minimumAmount: Amount,
  }),
);
export type PolicySet = EventOf<typeof PolicySet>;

/**
 * What each role may do without another person's approval, from this place in the log on. An act that is not listed for
 * a role is not limited; zero means never alone.
 */
export const AuthorityLimitsSet = defineEvent(
  'AuthorityLimitsSet',
  Closed({
    entityId: Id,
    version: Type.Integer({ minimum: 1 }),
    limits: Type.Array(
      Closed({
        role: OneOf('integrator', 'clerk', 'controller', 'admin'),
        act: LimitedAct,
        /** Largest amount, in base currency: credit notes, refunds, write-offs. */
        maximumAmount: Type.Optional(Amount),
        /** Most days back: back-dating. */
        maximumDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500 })),
      }),
      { maxItems: 100 },
    ),
  }),
);
export type AuthorityLimitsSet = EventOf<typeof AuthorityLimitsSet>;

/** What is to be sold in a month, net, to be compared with what was. Set again, the later one counts. */
export const SalesTargetSet = defineEvent(
  'SalesTargetSet',
  Closed({
    entityId: Id,
    requestId: Id,
    month: Month,
    currency: CurrencyCode,
    amount: Amount,
    /** Of one product, or to one customer; absent: of all. */
    productCode: Type.Optional(Id),
    customerId: Type.Optional(Id),
  }),
);
export type SalesTargetSet = EventOf<typeof SalesTargetSet>;

export const entityEvents = [EntityConfigured, SeriesOpened, ChartMapped, PolicySet, AuthorityLimitsSet, SalesTargetSet] as const;
export type EntityEvent = EntityConfigured | SeriesOpened | ChartMapped | PolicySet | AuthorityLimitsSet | SalesTargetSet;

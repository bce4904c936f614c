import { Type, type Static } from '@sinclair/typebox';
import { defineEvent, type EventOf } from '../event-definition';
import { Amount, Closed, CurrencyCode, Day, DecimalString, Id, OneOf, TaxCategory, Text } from '../wire';
import { ContractItem, RecognitionRule, ServicePeriod } from './contract-terms';

/** A contract came into force. What it sells stands in its items; what changes later is an amendment. */
export const ContractSigned = defineEvent(
  'ContractSigned',
  Closed({
    contractId: Id,
    entityId: Id,
    /** Who buys. */
    customerId: Id,
    /** The paying customer's account at the legal entity. */
    accountId: Id,
    /** Whom the invoice is addressed to, if not the buyer. */
    billToCustomerId: Type.Optional(Id),
    signedOn: Day,
    startsOn: Day,
    /** Last day, included; absent: until it is ended. */
    endsOn: Type.Optional(Day),
    currency: CurrencyCode,
    items: Type.Array(ContractItem, { minItems: 1, maxItems: 100 }),
    /** The buyer's own reference, printed on every invoice. */
    reference: Type.Optional(Text),
  }),
);
export type ContractSigned = EventOf<typeof ContractSigned>;

/** Items as they stand from a day on; what was billed before is not touched, the difference is billed or credited. */
export const ContractAmended = defineEvent(
  'ContractAmended',
  Closed({
    contractId: Id,
    amendmentId: Id,
    effectiveFrom: Day,
    /** New items, and whole replacements of items by their id. */
    items: Type.Array(ContractItem, { maxItems: 100 }),
    /** Items that end the day before. */
    removedItemIds: Type.Array(Id, { maxItems: 100 }),
    reason: Text,
  }),
);
export type ContractAmended = EventOf<typeof ContractAmended>;

export const MilestoneAccepted = defineEvent(
  'MilestoneAccepted',
  Closed({ contractId: Id, itemId: Id, milestoneId: Id, acceptedOn: Day, amount: Amount }),
);
export type MilestoneAccepted = EventOf<typeof MilestoneAccepted>;

/** The agreed outcome was accepted. `amount` is what it costs, by price or by share of the measured value. */
export const OutcomeAccepted = defineEvent(
  'OutcomeAccepted',
  Closed({ contractId: Id, itemId: Id, acceptanceId: Id, acceptedOn: Day, measuredValue: Type.Optional(Amount), amount: Amount }),
);
export type OutcomeAccepted = EventOf<typeof OutcomeAccepted>;

/** `endsOn` is the last day of the contract, included. */
export const ContractEnded = defineEvent(
  'ContractEnded',
  Closed({ contractId: Id, requestId: Id, endsOn: Day, reason: Text }),
);
export type ContractEnded = EventOf<typeof ContractEnded>;

/** What the recognition of a billed line rests on, beside its dates. Amounts are net, in the contract's currency. */
export const BilledRecognition = Closed({
  rule: RecognitionRule,
  /** Was recognised before it was billed: the line clears the contract asset by this much… */
  contractAsset: Type.Optional(Amount),
  /** …which stands in the books at this much base currency. */
  contractAssetBase: Type.Optional(Amount),
});

/** A line before it is priced. */
export const BilledLine = Closed({
  /** Unique within the contract for ever. */
  lineId: Id,
  productCode: Type.Optional(Id),
  description: Text,
  quantity: DecimalString,
  unitPrice: DecimalString,
  discountPercent: Type.Optional(DecimalString),
  taxCategory: TaxCategory,
  taxRate: DecimalString,
  taxNote: Type.Optional(Text),
  servicePeriod: Type.Optional(ServicePeriod),
  recognition: BilledRecognition,
  /** Quantity × unit price less discount, rounded: what the contract counts as billed. */
  net: Type.Optional(Amount),
});
export type BilledLine = Static<typeof BilledLine>;

/** So much of a meter, role or unit, of one of the item's own periods. */
export const BilledUsage = Closed({ meter: Id, period: ServicePeriod, quantity: DecimalString });

/** One billable thing of a contract: a period, a milestone, an instalment, an outcome, the usage of a range. */
export const BilledItem = Closed({
  /** Unique within the contract for ever: the thing is billed once. */
  billableId: Id,
  itemId: Id,
  kind: OneOf('fee', 'period', 'instalment', 'milestone', 'outcome', 'usage', 'adjustment'),
  /** Last day that is billed with it, for what repeats. */
  billedThrough: Type.Optional(Day),
  lines: Type.Array(BilledLine, { maxItems: 1000 }),
  /** Usage of this item that is billed with it. */
  usage: Type.Optional(Type.Array(BilledUsage, { maxItems: 5000 })),
});
export type BilledItem = Static<typeof BilledItem>;

/** These things of the contract are billed by this invoice and no other. Written by a billing run only. */
export const ContractBillingAssigned = defineEvent(
  'ContractBillingAssigned',
  Closed({
    contractId: Id,
    runId: Id,
    invoiceId: Id,
    items: Type.Array(BilledItem, { minItems: 1, maxItems: 500 }),
    /** Revisions of the contract's usage that are billed here; each range starts where the last one ended. */
    usageRange: Type.Optional(Closed({ from: Type.Integer({ minimum: 0 }), to: Type.Integer({ minimum: 0 }) })),
    /** The contract's revision that this was decided on. */
    decidedOn: Type.Integer({ minimum: 0 }),
    /** Base units per unit of the currency on the invoice: what stays deferred stands in the books at it. */
    rate: Type.Optional(DecimalString),
    baseCurrency: Type.Optional(CurrencyCode),
  }),
);
export type ContractBillingAssigned = EventOf<typeof ContractBillingAssigned>;

/** Something billed in advance is not owed any more: it is credited by a return of this id. */
export const ContractCreditAssigned = defineEvent(
  'ContractCreditAssigned',
  Closed({
    contractId: Id,
    runId: Id,
    /** The id of the return that credits it. */
    returnId: Id,
    /** `usage`: more usage made all units of a period cheaper. */
    cause: OneOf('amended', 'ended', 'usage'),
    lines: Type.Array(
      Closed({
        /** Unique within the contract for ever. */
        creditId: Id,
        itemId: Id,
        invoiceId: Id,
        invoiceLineId: Id,
        description: Text,
        /** Net of the part that is not owed any more. */
        net: Amount,
        /** Days that are credited. */
        servicePeriod: ServicePeriod,
      }),
      { minItems: 1, maxItems: 500 },
    ),
  }),
);
export type ContractCreditAssigned = EventOf<typeof ContractCreditAssigned>;

/**
 * Revenue earned by work, not by a document: a milestone or an outcome accepted, prepaid units drawn or expired, work
 * done and not billed. Takes what was deferred first; the rest is a contract asset until it is billed.
 *
 * `amount` = `fromDeferred` + `toContractAsset`; the same for the base amounts.
 */
export const RevenueRecognised = defineEvent(
  'RevenueRecognised',
  Closed({
    contractId: Id,
    entityId: Id,
    accountId: Id,
    itemId: Id,
    recognitionId: Id,
    productCode: Type.Optional(Id),
    cause: OneOf('milestone', 'outcome', 'draw-down', 'breakage', 'accrual'),
    recognisedOn: Day,
    currency: CurrencyCode,
    amount: Amount,
    fromDeferred: Amount,
    toContractAsset: Amount,
    baseCurrency: CurrencyCode,
    rate: DecimalString,
    baseAmount: Amount,
    baseFromDeferred: Amount,
    baseToContractAsset: Amount,
  }),
);
export type RevenueRecognised = EventOf<typeof RevenueRecognised>;

/**
 * A credit note that the contract did not ask for took back lines that it billed. What was billed stays billed; it is not
 * credited again, and what the credit took of deferred revenue is not recognised any more. Posts nothing.
 */
export const ContractCredited = defineEvent(
  'ContractCredited',
  Closed({
    contractId: Id,
    creditNoteId: Id,
    returnId: Id,
    lines: Type.Array(
      Closed({
        itemId: Id,
        invoiceId: Id,
        /** As the contract named it when it was billed. */
        invoiceLineId: Id,
        net: Amount,
        /** Part of it that would have stayed deferred until work or use recognised it. */
        fromDeferred: Type.Optional(Amount),
      }),
      { minItems: 1, maxItems: 5000 },
    ),
  }),
);
export type ContractCredited = EventOf<typeof ContractCredited>;

export const contractEvents = [
  ContractSigned, ContractAmended, MilestoneAccepted, OutcomeAccepted, ContractEnded, ContractBillingAssigned,
  ContractCreditAssigned, ContractCredited, RevenueRecognised,
] as const;
export type ContractEvent =
  | ContractSigned | ContractAmended | MilestoneAccepted | OutcomeAccepted | ContractEnded | ContractBillingAssigned
  | ContractCreditAssigned | ContractCredited | RevenueRecognised;

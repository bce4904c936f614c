import { Type, type Static } from '@sinclair/typebox';
import { Amount, Closed, Day, DecimalString, Id, OneOf, TaxCategory, Text } from '../wire';

/** A span of the calendar: "every 3 months". */
export const Interval = Closed({ unit: OneOf('day', 'week', 'month', 'year'), count: Type.Integer({ minimum: 1, maximum: 1000 }) });
export type Interval = Static<typeof Interval>;

/** Whether a period is billed when it begins or after it has ended. */
export const Timing = OneOf('in-advance', 'in-arrears');
export type Timing = Static<typeof Timing>;

/** Days of service, both included. */
export const ServicePeriod = Closed({ from: Day, to: Day });
export type ServicePeriod = Static<typeof ServicePeriod>;

/** A price agreed as a whole: billed at once, when milestones are accepted, or in instalments on fixed days. */
export const FixedFeeTerms = Closed({
  amount: Amount,
  billing: OneOf('at-once', 'milestones', 'instalments'),
  /** Sum to `amount`. */
  milestones: Type.Optional(Type.Array(Closed({ milestoneId: Id, description: Text, amount: Amount }), { minItems: 1, maxItems: 200 })),
  /** Sum to `amount`; days rise. */
  instalments: Type.Optional(Type.Array(Closed({ on: Day, amount: Amount }), { minItems: 1, maxItems: 200 })),
  /** When the service is given; needed by the rules that spread revenue over days or months. */
  servicePeriod: Type.Optional(ServicePeriod),
  /** Prepaid units that usage draws down; what is left when they expire is breakage. Rule `draw-down` only. */
  prepaid: Type.Optional(Closed({ units: DecimalString, unit: Text, expiresOn: Type.Optional(Day) })),
});
export type FixedFeeTerms = Static<typeof FixedFeeTerms>;

/** Time at a rate by role and date; recorded as usage in hours. */
export const HourlyTerms = Closed({
  /** The rate of a role from a day on, until the next day given for it. */
  rates: Type.Array(Closed({ role: Id, from: Day, hourlyRate: DecimalString }), { minItems: 1, maxItems: 500 }),
  /** Each entry is billed in whole steps of so many minutes, rounded up. */
  incrementMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  /** At most this much, over the whole contract or in each billing period. */
  cap: Type.Optional(Closed({ amount: Amount, per: OneOf('contract', 'period') })),
  interval: Interval,
});
export type HourlyTerms = Static<typeof HourlyTerms>;

/** A price for an agreed outcome, or a share of the value measured when it is accepted. Exactly one of the two. */
export const ValueTerms = Closed({
  outcome: Text,
  price: Type.Optional(Amount),
  share: Type.Optional(
    Closed({ percent: DecimalString, of: Text, minimum: Type.Optional(Amount), maximum: Type.Optional(Amount) }),
  ),
});
export type ValueTerms = Static<typeof ValueTerms>;

/** A monthly fee that includes units; more is overage, less may roll over for some months. */
export const RetainerTerms = Closed({
  monthlyFee: Amount,
  includedUnits: DecimalString,
  unit: Text,
  /** Price of each unit beyond the included and rolled over ones. */
  overagePrice: DecimalString,
  /** How many months an unused unit stays usable after its own; 0: it expires with its month. */
  rolloverMonths: Type.Integer({ minimum: 0, maximum: 60 }),
  /** Most units that may be carried at any time. */
  rolloverMaximum: Type.Optional(DecimalString),
  timing: Timing,
});
export type RetainerTerms = Static<typeof RetainerTerms>;

/**
 * A price by quantity. `per-unit`: one price. `tiered`: each unit at the price of the tier it falls in. `volume`: all
 * units at the price of the tier the total falls in. `upTo` is included in its tier; the last tier has none.
 */
export const Meter = Closed({
  meter: Id,
  unit: Text,
  scheme: OneOf('per-unit', 'tiered', 'volume'),
  /** Units of each period that cost nothing; tiers count from after them. */
  includedUnits: Type.Optional(DecimalString),
  tiers: Type.Array(
    Closed({ upTo: Type.Optional(DecimalString), unitPrice: DecimalString, flatFee: Type.Optional(Amount) }),
    { minItems: 1, maxItems: 50 },
  ),
});
export type Meter = Static<typeof Meter>;

/** A plan at a quantity for every interval, and metered parts billed in arrears. */
export const SubscriptionTerms = Closed({
  plan: Id,
  quantity: DecimalString,
  unitPrice: DecimalString,
  interval: Interval,
  timing: Timing,
  /** The first so many days are free; the first period begins after them. */
  trialDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  meters: Type.Optional(Type.Array(Meter, { minItems: 1, maxItems: 50 })),
});
export type SubscriptionTerms = Static<typeof SubscriptionTerms>;

/** When the revenue of a line counts. */
export const RecognitionRule = OneOf(
  'at-issue', 'point-in-time', 'daily', 'equal-months', 'as-used', 'milestones', 'draw-down', 'prepayment',
);
export type RecognitionRule = Static<typeof RecognitionRule>;

/** One thing a contract sells. Exactly the part named by `model` is given. */
export const ContractItem = Closed({
  itemId: Id,
  productCode: Type.Optional(Id),
  description: Text,
  taxCategory: TaxCategory,
  /** Percent. */
  taxRate: DecimalString,
  /** Why no tax is charged; needed for reverse charge and exemption. */
  taxNote: Type.Optional(Text),
  discountPercent: Type.Optional(DecimalString),
  recognition: RecognitionRule,
  model: OneOf('fixed-fee', 'hourly', 'value-based', 'retainer', 'subscription'),
  fixedFee: Type.Optional(FixedFeeTerms),
  hourly: Type.Optional(HourlyTerms),
  valueBased: Type.Optional(ValueTerms),
  retainer: Type.Optional(RetainerTerms),
  subscription: Type.Optional(SubscriptionTerms),
});
export type ContractItem = Static<typeof ContractItem>;
export type BillingModel = ContractItem['model'];

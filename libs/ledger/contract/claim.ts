import { Decimal, decimalOf, roundToMoney, type Currency, type RoundingMode } from '#money';
import type { BilledItem } from './contract.events';
import type { ContractItem, ServicePeriod } from './contract-terms';
import type { ContractState, SoldItem } from './contract.state';
import type { UsageEntry } from './usage-entries';

/** One line of what is owed for a billable thing. */
export interface LinePart {
  /** The terms it is billed by: tax, discount, recognition. */
  readonly item: ContractItem;
  readonly description: string;
  /** Net after discount, minor units. */
  readonly amount: bigint;
  /** How the amount comes about, where a quantity and a price say so; the discount is taken from their product. */
  readonly units?: { readonly quantity: Decimal; readonly unitPrice: string };
  readonly servicePeriod?: ServicePeriod;
}

/**
 * What is owed in all for one billable thing, billed or not. What was billed of it is taken off where it is settled, so
 * that it does not matter in how many steps it was billed.
 */
export interface Claim {
  /** The thing within its item. */
  readonly key: string;
  readonly kind: Exclude<BilledItem['kind'], 'adjustment'>;
  readonly dueOn: string;
  readonly period?: ServicePeriod;
  /** The work is done when it is billed: its lines clear what was recognised before. */
  readonly earned: boolean;
  /** Their amounts are what is owed. Worked out only when it is needed. */
  readonly parts: () => readonly LinePart[];
  /** Units that came after the thing was billed, at the price they reached. */
  readonly late?: LinePart['units'];
}

/** What the claims of an item are worked out from. */
export interface ClaimContext {
  readonly state: ContractState;
  readonly sold: SoldItem;
  readonly currency: Currency;
  readonly mode: RoundingMode;
  /** Claims due on or before this day. */
  readonly through: string;
  /** Given: claims for what was done through `through`, due or not, and of it no more than that. */
  readonly accrual: boolean;
  /** Usage of the item, taken up before or not, by day. */
  readonly usage: readonly UsageEntry[];
}

const perCent = new Decimal('0.01');

/** An exact amount less the item's discount. */
export function lessDiscount(full: Decimal, { discountPercent }: Pick<ContractItem, 'discountPercent'>): Decimal {
  return discountPercent === undefined ? full : full.minus(full.times(decimalOf(discountPercent)).times(perCent));
}

export const minorNear = (value: Decimal, { currency, mode }: Pick<ClaimContext, 'currency' | 'mode'>): bigint => roundToMoney(value, currency, mode).minor;

/** The net of an exact amount: less the item's discount, rounded. */
export const netOf = (full: Decimal, item: ContractItem, context: Pick<ClaimContext, 'currency' | 'mode'>): bigint =>
  minorNear(lessDiscount(full, item), context);

export const owed = (parts: readonly LinePart[]): bigint => parts.reduce((sum, { amount }) => sum + amount, 0n);

/** Whether a period that is billed after its last day counts by now. */
export const isOver = ({ through, accrual }: ClaimContext, period: ServicePeriod): boolean => (accrual ? period.from <= through : period.to < through);

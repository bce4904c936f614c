import { Decimal, decimalOf, knownCurrency, roundToMoney, type RoundingMode } from '#money';
import type { ContractItem } from '#ledger';

/** So much of an item is sold from a day on. Net, minor units. */
export interface DatedWorth {
  readonly on: string;
  readonly amount: bigint;
}

/** Items whose worth is known before they are billed; every other is worth what is billed of it. */
export const isAgreedWorth = (model: string): boolean => model === 'fixed-fee' || model === 'value-based';

function afterDiscount(amount: string, item: ContractItem, rules: { readonly currency: string; readonly mode: RoundingMode }): bigint {
  const left = new Decimal(100).minus(decimalOf(item.discountPercent ?? '0'));
  return roundToMoney(decimalOf(amount).times(left).times('0.01'), knownCurrency(rules.currency), rules.mode).minor;
}

export type WorthRules = { readonly currency: string; readonly mode: RoundingMode; readonly startsOn: string };

/** What a fixed fee is worth on which days, as agreed; milestones count when they are accepted. */
export function agreedWorth(item: ContractItem, rules: WorthRules): DatedWorth[] {
  const { fixedFee } = item;
  if (fixedFee === undefined || fixedFee.billing === 'milestones') return [];
  if (fixedFee.billing === 'at-once') return [{ on: rules.startsOn, amount: afterDiscount(fixedFee.amount, item, rules) }];
  return (fixedFee.instalments ?? []).map(({ on, amount }) => ({ on, amount: afterDiscount(amount, item, rules) }));
}

/** What an accepted milestone or outcome is worth. */
export const acceptedWorth = (amount: string, item: ContractItem, rules: Omit<WorthRules, 'startsOn'>): bigint => afterDiscount(amount, item, rules);

import { formatMinor, knownCurrency, minorOf } from '#money';
import type { PaymentAllocated } from './account.events';
import { shareOfLeft } from './base-share';

type AllocatedItem = PaymentAllocated['data']['items'][number];

/**
 * What a part of an allocation moves, in minor units. The money gives `amount` in its own currency, which stands in the
 * books at `baseAmount`; the item is settled by `itemAmount` in the item's currency, which stands there at
 * `itemBaseAmount`. `baseAmount` − `itemBaseAmount` is the realised gain.
 */
export interface SettledAmounts {
  readonly amount: bigint;
  readonly baseAmount: bigint;
  readonly itemAmount: bigint;
  readonly itemBaseAmount: bigint;
}

/** What is left of a part, or of an undoing of it. */
export interface SettledLeft {
  left: bigint;
  baseLeft: bigint;
  itemLeft: bigint;
  itemBaseLeft: bigint;
}

export const leftOf = ({ amount, baseAmount, itemAmount, itemBaseAmount }: SettledAmounts): SettledLeft => ({
  left: amount, baseLeft: baseAmount, itemLeft: itemAmount, itemBaseLeft: itemBaseAmount,
});

/**
 * The amounts that go with `taken` of the money's amount. Whoever takes all that is left takes it on every scale. The item's
 * base amount follows the item's own amount: a share that rounds to nothing there moves nothing of its base either, so that
 * an item stays closed in both or open in both.
 */
export function settledShare(taken: bigint, { left, baseLeft, itemLeft, itemBaseLeft }: SettledLeft): SettledAmounts {
  const itemAmount = shareOfLeft(taken, left, itemLeft);
  return { amount: taken, baseAmount: shareOfLeft(taken, left, baseLeft), itemAmount, itemBaseAmount: shareOfLeft(itemAmount, itemLeft, itemBaseLeft) };
}

export const addSettled = (left: SettledAmounts, right: SettledAmounts): SettledAmounts => ({
  amount: left.amount + right.amount,
  baseAmount: left.baseAmount + right.baseAmount,
  itemAmount: left.itemAmount + right.itemAmount,
  itemBaseAmount: left.itemBaseAmount + right.itemBaseAmount,
});

export const negated = ({ amount, baseAmount, itemAmount, itemBaseAmount }: SettledAmounts): SettledAmounts => ({
  amount: -amount, baseAmount: -baseAmount, itemAmount: -itemAmount, itemBaseAmount: -itemBaseAmount,
});

/** Changes what is left; a negated amount takes away. */
export function changeLeft(left: SettledLeft, by: SettledAmounts): void {
  left.left += by.amount;
  left.baseLeft += by.baseAmount;
  left.itemLeft += by.itemAmount;
  left.itemBaseLeft += by.itemBaseAmount;
}

interface Currencies {
  readonly currency: string;
  readonly baseCurrency: string;
}

/** The amounts of an allocated item on record. One that names no base amount of its own has that of the money. */
export function settledOf(item: AllocatedItem, { currency, baseCurrency }: Currencies): SettledAmounts {
  const baseDigits = knownCurrency(baseCurrency).digits;
  const amount = minorOf(item.amount, knownCurrency(currency).digits);
  const baseAmount = minorOf(item.baseAmount, baseDigits);
  return {
    amount,
    baseAmount,
    itemAmount: item.itemAmount === undefined || item.itemCurrency === undefined ? amount : minorOf(item.itemAmount, knownCurrency(item.itemCurrency).digits),
    itemBaseAmount: item.itemBaseAmount === undefined ? baseAmount : minorOf(item.itemBaseAmount, baseDigits),
  };
}

interface PartOfItem extends SettledAmounts {
  readonly item: { readonly invoiceId: string; readonly instalment: number; readonly currency: string };
}

/** A part as events carry it: what is the same on both sides is said once. */
export function allocatedItem(part: PartOfItem, { currency, baseCurrency }: Currencies): AllocatedItem {
  const { item } = part;
  const baseDigits = knownCurrency(baseCurrency).digits;
  return {
    invoiceId: item.invoiceId,
    instalment: item.instalment,
    amount: formatMinor(part.amount, knownCurrency(currency).digits),
    baseAmount: formatMinor(part.baseAmount, baseDigits),
    ...(part.itemBaseAmount === part.baseAmount ? {} : { itemBaseAmount: formatMinor(part.itemBaseAmount, baseDigits) }),
    ...(item.currency === currency
      ? {}
      : { itemCurrency: item.currency, itemAmount: formatMinor(part.itemAmount, knownCurrency(item.currency).digits) }),
  };
}

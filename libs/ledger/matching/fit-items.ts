import type { BankLine, MatchedDeduction, MatchedItem } from './matching.types';
import type { IndexedItem, ItemsLeft } from './open-item-index';

/** How a line's amount lies on items: `exact` when nothing is left of either. */
export interface Fit {
  readonly kind: 'exact' | 'discount' | 'charges' | 'short' | 'over';
  readonly items: readonly MatchedItem[];
  readonly deductions: readonly MatchedDeduction[];
  /** More than the items; stays unapplied. */
  readonly rest: bigint;
}

const takesItem = ({ invoiceId, instalment }: IndexedItem, amount: bigint): MatchedItem => ({ invoiceId, instalment, amount });

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/**
 * Lays a line's amount on items in their order, first due first. One item alone, or the first few of them, that are
 * exactly the amount go before a remainder; then an early-payment discount still allowed on the value date; then charges
 * that the line states. Precondition: something is open of every item, all in the line's currency.
 */
export function fitItems(line: BankLine, items: readonly IndexedItem[], left: ItemsLeft): Fit {
  const open = items.map((item) => left.of(item));
  const sum = total(open);
  const whole = (taken: readonly IndexedItem[], kind: Fit['kind'], deductions: readonly MatchedDeduction[] = []): Fit => ({
    kind,
    items: taken.map((item) => takesItem(item, left.of(item) - total(deductions.filter((one) => isOf(one, item)).map(({ amount }) => amount)))),
    deductions,
    rest: 0n,
  });
  if (sum === line.amount) return whole(items, 'exact');
  const some = exactPart(line.amount, items, open);
  if (some !== undefined) return whole(some, 'exact');
  const discounts = discountsAllowed(line, items, left);
  if (discounts.length > 0 && sum - total(discounts.map(({ amount }) => amount)) === line.amount) return whole(items, 'discount', discounts);
  const last = items.at(-1);
  const charges = line.charges ?? 0n;
  if (last !== undefined && charges > 0n && line.amount + charges === sum && charges < left.of(last)) {
    return whole(items, 'charges', [{ invoiceId: last.invoiceId, instalment: last.instalment, kind: 'bank-charge', amount: charges }]);
  }
  return sum < line.amount ? { ...whole(items, 'over'), rest: line.amount - sum } : short(line.amount, items, left);
}

const isOf = (one: MatchedDeduction, item: IndexedItem): boolean => one.invoiceId === item.invoiceId && one.instalment === item.instalment;

/** Of several instalments: the first few, or one alone. Several invoices are asked for as a whole. */
function exactPart(amount: bigint, items: readonly IndexedItem[], open: readonly bigint[]): readonly IndexedItem[] | undefined {
  const invoice = items[0]?.invoiceId;
  if (items.length < 2 || items.some(({ invoiceId }) => invoiceId !== invoice)) return undefined;
  let sum = 0n;
  for (const [at, one] of open.entries()) {
    sum += one;
    if (sum === amount) return items.slice(0, at + 1);
  }
  const alone = open.indexOf(amount);
  return alone === -1 ? undefined : items.slice(alone, alone + 1);
}

/** Discounts count on items nothing was paid of yet. */
function discountsAllowed(line: BankLine, items: readonly IndexedItem[], left: ItemsLeft): readonly MatchedDeduction[] {
  return discountsOf(items, left, (until) => line.valueDate <= until);
}

function discountsOf(items: readonly IndexedItem[], left: ItemsLeft, inTime: (until: string) => boolean): readonly MatchedDeduction[] {
  return items.flatMap((item) => {
    const { discount, invoiceId, instalment, open } = item;
    return discount !== undefined && inTime(discount.until) && discount.amount > 0n && discount.amount < open && left.of(item) === open
      ? [{ invoiceId, instalment, kind: 'early-payment-discount' as const, amount: discount.amount }]
      : [];
  });
}

/** Whether the amount is short by discounts of which at least one came too late: the payer took what was not allowed any more. */
export function tookLateDiscount(line: BankLine, items: readonly IndexedItem[], left: ItemsLeft): boolean {
  const discounts = discountsOf(items, left, () => true);
  return discounts.length > 0 && total(items.map((item) => left.of(item))) - total(discounts.map(({ amount }) => amount)) === line.amount;
}

function short(amount: bigint, items: readonly IndexedItem[], left: ItemsLeft): Fit {
  let rest = amount;
  const taken: MatchedItem[] = [];
  for (const item of items) {
    const part = left.of(item) < rest ? left.of(item) : rest;
    if (part > 0n) taken.push(takesItem(item, part));
    rest -= part;
  }
  return { kind: 'short', items: taken, deductions: [], rest: 0n };
}

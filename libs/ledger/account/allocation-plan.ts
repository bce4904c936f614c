import { laterDay } from '../dates';
import type { PaymentAllocated } from './account.events';
import type { EnteredInvoice, OpenItem, Source } from './account.state';
import { shareOfLeft } from './base-share';
import { allocatedItem, type SettledAmounts } from './settled-amounts';
import { copyTimeline, lowestFrom, move, type Timeline } from './timeline';

/** Items to be paid in this order, together with at most so much; null: as much as is open. */
export interface Wish {
  readonly items: Iterable<OpenItem>;
  readonly atMost: bigint | null;
}

export interface PlannedPart extends SettledAmounts {
  readonly item: OpenItem;
  readonly on: string;
}

/** Money looking for items: not before `from`, not more than `left`, and never more than lies unapplied on any later day. */
export interface Purse extends Unapplied {
  readonly timeline: Timeline;
  readonly from: string;
  readonly left: bigint;
}

/** All that is unapplied of the money, of which each use takes its share in base currency. */
export interface Unapplied {
  readonly unapplied: bigint;
  readonly baseUnapplied: bigint;
}

export const purseOf = ({ timeline, from, unapplied, baseUnapplied }: Source): Purse => ({ timeline, from, left: unapplied, unapplied, baseUnapplied });

/**
 * Most items that one automatic allocation pays, so that one append stays well under the store's limit. Money beyond
 * it stays unapplied and visible.
 */
export const automaticItemsMax = 2000;

/** What of an item can be paid on a day without its open amount falling below zero on that or any later day. */
export const payableOn = (item: OpenItem, day: string): bigint =>
  day < item.issueDate || item.open <= 0n ? 0n : lowestFrom(item.timeline, day).amount;

/**
 * Takes as much as the laws allow for each wish in turn, each part dated by the later of item and money. Changes
 * nothing that it is given; an item that is wished for twice is paid once.
 */
export function planAllocation(purse: Purse, wishes: readonly Wish[]): PlannedPart[] {
  const planned: PlannedPart[] = [];
  const seen = new Set<OpenItem>();
  const timeline = copyTimeline(purse.timeline);
  let { left } = purse;
  let rest: Unapplied = purse;
  for (const wish of wishes) {
    let wished = wish.atMost ?? left;
    for (const item of wish.items) {
      if (left <= 0n || planned.length >= automaticItemsMax) {
        return planned;
      }
      if (wished <= 0n) {
        break;
      }
      if (seen.has(item)) {
        continue;
      }
      seen.add(item);
      const on = laterDay(item.issueDate, purse.from);
      const amount = least(left, wished, payableOn(item, on), lowestFrom(timeline, on).amount);
      if (amount > 0n) {
        move(timeline, on, -amount);
        left -= amount;
        wished -= amount;
        const part = sameCurrencyPart(item, amount, rest);
        rest = without(rest, part);
        planned.push({ ...part, on });
      }
    }
  }
  return planned;
}

/** The same amount on both sides, each with its own share in base currency: where the rates differ, so do these. */
export const sameCurrencyPart = (item: OpenItem, amount: bigint, money: Unapplied): Omit<PlannedPart, 'on'> => ({
  item,
  amount,
  baseAmount: shareOfLeft(amount, money.unapplied, money.baseUnapplied),
  itemAmount: amount,
  itemBaseAmount: shareOfLeft(amount, item.open, item.baseOpen),
});

/** What is unapplied after a part. */
export const without = (money: Unapplied, { amount, baseAmount }: Pick<SettledAmounts, 'amount' | 'baseAmount'>): Unapplied => ({
  unapplied: money.unapplied - amount,
  baseUnapplied: money.baseUnapplied - baseAmount,
});

const least = (first: bigint, ...others: readonly bigint[]): bigint => others.reduce((low, other) => (other < low ? other : low), first);

/** The instalments of an invoice in the order they are paid. */
export const byDueDate = (invoice: EnteredInvoice): OpenItem[] =>
  [...invoice.items].sort((left, right) => (left.dueDate === right.dueDate ? left.instalment - right.instalment : left.dueDate < right.dueDate ? -1 : 1));

export interface AllocationHead {
  readonly accountId: string;
  /** Id of the first event; further ones (another date, or over 1,000 items) add `~2`, `~3`, … */
  readonly allocationId: string;
  readonly source: Pick<Source, 'kind' | 'id' | 'currency' | 'baseCurrency'>;
  readonly rule: PaymentAllocated['data']['rule'];
}

/** As the schema of the event has it. */
export const itemsPerEventMax = 1000;

/** One event per date, in order of dates, items in the order they were planned. `before`: events that used up ids. */
export function allocationEvents(head: AllocationHead, planned: readonly PlannedPart[], before = 0): PaymentAllocated[] {
  const byDay = new Map<string, PlannedPart[]>();
  for (const part of planned) {
    const parts = byDay.get(part.on);
    if (parts === undefined) {
      byDay.set(part.on, [part]);
    } else {
      parts.push(part);
    }
  }
  const events: PaymentAllocated[] = [];
  for (const day of [...byDay.keys()].sort()) {
    const parts = byDay.get(day) ?? [];
    for (let start = 0; start < parts.length; start += itemsPerEventMax) {
      const place = before + events.length;
      const allocationId = place === 0 ? head.allocationId : `${head.allocationId}~${place + 1}`;
      events.push(allocationEvent({ ...head, allocationId }, day, parts.slice(start, start + itemsPerEventMax)));
    }
  }
  return events;
}

export function allocationEvent(head: AllocationHead, allocatedOn: string, parts: readonly Omit<PlannedPart, 'on'>[]): PaymentAllocated {
  const { accountId, allocationId, source, rule } = head;
  const { currency, baseCurrency } = source;
  return {
    type: 'PaymentAllocated',
    data: {
      accountId,
      allocationId,
      source: { kind: source.kind, id: source.id },
      allocatedOn,
      currency,
      baseCurrency,
      items: parts.map((part) => allocatedItem(part, { currency, baseCurrency })),
      rule,
    },
  };
}

import { knownCurrency, minorOf } from '#money';
import { addDays } from '../dates';
import type { AccountState, OpenItem } from './account.state';
import type { Promised } from './care.state';
import { balanceOn } from './timeline';

/** `open`: its day has not passed. `kept` and `broken` follow from the items, so neither is ever stored. */
export type PromiseStatus = 'open' | 'kept' | 'broken' | 'withdrawn';

export interface PromiseStanding {
  readonly status: PromiseStatus;
  /** By how much what it names went down from the day it was given through its own day. Minor units. */
  readonly settled: bigint;
  /** What of it is still missing on the day asked. Minor units. */
  readonly missing: bigint;
}

/**
 * How a promise stands at the end of a day. It is kept when what it names went down by its amount from the day it was
 * given through the day it was for, whether by money or by credit, or when nothing of it is open on that day. What is
 * settled after its day does not mend it, but lessens what is missing.
 */
export function promiseStanding(state: AccountState, { given, withdrawn }: Promised, asOf: string): PromiseStanding {
  const promised = minorOf(given.amount, knownCurrency(given.currency).digits);
  const through = asOf < given.promisedFor ? asOf : given.promisedFor;
  const items = namedBy(state, given);
  const settled = sum(items, (item) => openBefore(item, given.givenOn) - balanceOn(item.timeline, through));
  const settledSince = sum(items, (item) => openBefore(item, given.givenOn) - balanceOn(item.timeline, asOf));
  const nothingLeft = sum(items, (item) => balanceOn(item.timeline, through)) <= 0n;
  const missing = nothingLeft || settledSince >= promised ? 0n : promised - settledSince;
  if (withdrawn !== null && withdrawn.withdrawnOn <= asOf) {
    return { status: 'withdrawn', settled, missing: 0n };
  }
  if (settled >= promised || nothingLeft) {
    return { status: 'kept', settled, missing: 0n };
  }
  return { status: asOf > given.promisedFor ? 'broken' : 'open', settled, missing };
}

function namedBy(state: AccountState, { invoiceIds, currency, givenOn }: Promised['given']): OpenItem[] {
  const invoices = invoiceIds === undefined ? [...state.invoices.values()] : invoiceIds.flatMap((id) => state.invoices.get(id) ?? []);
  return invoices.flatMap(({ items }) => items).filter((item) => item.currency === currency && (invoiceIds !== undefined || item.issueDate <= givenOn));
}

/** What was open before anything of that day counted; an item issued that day was open for all of it. */
const openBefore = (item: OpenItem, day: string): bigint => (item.issueDate >= day ? item.amount : balanceOn(item.timeline, addDays(day, -1)));

const sum = (items: readonly OpenItem[], amount: (item: OpenItem) => bigint): bigint => items.reduce((total, item) => total + amount(item), 0n);

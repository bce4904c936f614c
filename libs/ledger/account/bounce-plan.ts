import type { Allocation, AllocationPart, Release, Source, Undoing } from './account.state';
import type { Refund } from './correction.state';
import { balanceOn, copyTimeline, move, type Timeline } from './timeline';

/** What the bank's taking money back undoes. Amounts are minor units; days are those the effect is dated on. */
export interface BouncePlan {
  /** Per allocation, in the order found: so much of each part. */
  readonly undone: Map<Allocation, Map<AllocationPart, bigint>>;
  /** Earlier undoings that the bounce comes before: each is taken back on its own day, its part undone anew. */
  readonly overtaken: { readonly allocation: Allocation; readonly undoing: Undoing; readonly amount: bigint }[];
  /** Releases that cannot leave any more. */
  readonly voided: Map<Release, bigint>;
  /** What the customer owes because it was refunded, or is reserved for it. */
  readonly debits: PlannedDebit[];
}

/** An open item from a day on; taken back in parts where the refund itself came back later. */
export interface PlannedDebit {
  readonly refund: Refund;
  readonly on: string;
  readonly amount: bigint;
  readonly withdrawals: readonly { readonly on: string; readonly amount: bigint }[];
}

/** What may have left the receipt besides allocations. */
export interface Outflows {
  readonly refunds: readonly Refund[];
  /**
   * Releases that the payment's own stream had confirmed when the bank took the money: the others never leave, and go
   * first. Absent: not known, so all of them may have left and go after the allocations.
   */
  readonly confirmed?: readonly string[];
}

interface Search {
  /** Allocations dated up to the day looked at, latest last. */
  readonly reached: Allocation[];
  readonly plan: BouncePlan;
  readonly source: Source;
  readonly outflows: Outflows;
  /** Per refund: what of it is gone, dated, as the plan leaves it. */
  readonly gone: Map<Refund, Timeline>;
  /** Day → what the plan takes back on it again (an overtaken undoing gives nothing from its own day on). */
  readonly ends: Map<string, bigint>;
}

/**
 * Finds what must be undone so that no day from the value date on lacks money. Unapplied money goes first by itself:
 * only a shortfall undoes anything. Days are filled in order, each from the latest allocation before it.
 *
 * Precondition: identified minus confirmed releases minus reversals is not negative on any day, as the payment's own
 * stream guards.
 */
export function planBounce(source: Source, valueDate: string, amount: bigint, outflows: Outflows = { refunds: [] }): BouncePlan {
  const timeline = copyTimeline(source.timeline);
  move(timeline, valueDate, -amount);
  const waiting = [...source.allocations].sort(byDateThenOrder);
  const search: Search = {
    reached: [],
    plan: { undone: new Map(), overtaken: [], voided: new Map(), debits: [] },
    source,
    outflows,
    gone: new Map(outflows.refunds.map((refund) => [refund, copyTimeline(refund.timeline)])),
    ends: new Map(),
  };
  let balance = 0n;
  let next = 0;
  for (const [index, day] of timeline.days.entries()) {
    balance += timeline.amounts[index] ?? 0n;
    balance -= search.ends.get(day) ?? 0n;
    for (let one = waiting[next]; one !== undefined && one.allocatedOn <= day; one = waiting[next]) {
      search.reached.push(one);
      next += 1;
    }
    if (day >= valueDate && balance < 0n) {
      balance += fill(search, day, -balance);
      if (balance < 0n) {
        throw new Error(`payment ${source.id} is taken back on ${valueDate} for more than it ever brought to this account`);
      }
    }
  }
  return search.plan;
}

function byDateThenOrder(left: Allocation, right: Allocation): number {
  return left.allocatedOn === right.allocatedOn ? left.order - right.order : left.allocatedOn < right.allocatedOn ? -1 : 1;
}

/** Gives back up to `lacking` on `day`; answers how much. */
function fill(search: Search, day: string, lacking: bigint): bigint {
  const { confirmed } = search.outflows;
  let rest = lacking;
  if (confirmed !== undefined) {
    rest -= voidReleases(search, day, rest, ({ requestId }) => !confirmed.includes(requestId));
  }
  rest -= undoAllocations(search, rest);
  if (confirmed === undefined) {
    rest -= voidReleases(search, day, rest, () => true);
  }
  rest -= raiseDebits(search, day, rest);
  rest -= overtakeUndoings(search, day, rest);
  return lacking - rest;
}

function undoAllocations({ reached, plan }: Search, lacking: bigint): bigint {
  let rest = lacking;
  for (let last = reached.at(-1); rest > 0n && last !== undefined; last = reached.at(-1)) {
    const undone = plan.undone.get(last) ?? new Map<AllocationPart, bigint>();
    let exhausted = true;
    for (const part of [...last.parts].reverse()) {
      const left = part.left - (undone.get(part) ?? 0n);
      const taken = left < rest ? left : rest;
      if (taken > 0n) {
        undone.set(part, (undone.get(part) ?? 0n) + taken);
        rest -= taken;
      }
      exhausted &&= taken === left;
    }
    if (undone.size > 0) {
      plan.undone.set(last, undone);
    }
    if (exhausted) {
      reached.pop();
    }
  }
  return lacking - rest;
}

function voidReleases({ plan, source }: Search, day: string, lacking: bigint, fits: (release: Release) => boolean): bigint {
  let rest = lacking;
  for (const release of [...source.releases].reverse().filter(fits)) {
    const left = release.releasedOn <= day ? release.left - (plan.voided.get(release) ?? 0n) : 0n;
    const taken = left < rest ? left : rest;
    if (taken > 0n) {
      plan.voided.set(release, (plan.voided.get(release) ?? 0n) + taken);
      rest -= taken;
    }
  }
  return lacking - rest;
}

/** What is gone by refunds on that day becomes owed; for as long as it is gone. The latest refund goes first. */
function raiseDebits(search: Search, day: string, lacking: bigint): bigint {
  let rest = lacking;
  for (const [refund, gone] of rest > 0n ? [...search.gone].reverse() : []) {
    const there = balanceOn(gone, day);
    const amount = there < rest ? there : rest;
    if (amount > 0n) {
      move(gone, day, -amount);
      const withdrawals = returnsAfter(gone, day, amount);
      for (const back of withdrawals) {
        move(gone, back.on, back.amount);
        search.ends.set(back.on, (search.ends.get(back.on) ?? 0n) + back.amount);
      }
      search.plan.debits.push({ refund, on: day, amount, withdrawals });
      rest -= amount;
    }
  }
  return lacking - rest;
}

/** The days on which what is gone falls below zero, with what has to be taken back of the debit for it not to. */
function returnsAfter(gone: Timeline, day: string, atMost: bigint): PlannedDebit['withdrawals'] {
  const withdrawals: { on: string; amount: bigint }[] = [];
  let balance = 0n;
  let left = atMost;
  for (const [index, on] of gone.days.entries()) {
    balance += gone.amounts[index] ?? 0n;
    if (on > day && balance < 0n && left > 0n) {
      const amount = -balance < left ? -balance : left;
      withdrawals.push({ on, amount });
      balance += amount;
      left -= amount;
    }
  }
  return withdrawals;
}

/** What was undone by a later date than the bounce had been paid still on the day looked at: that part goes back. */
function overtakeUndoings({ plan, ends, source }: Search, day: string, lacking: bigint): bigint {
  let rest = lacking;
  for (const allocation of rest > 0n ? [...source.allocations].sort(byDateThenOrder).reverse() : []) {
    for (const undoing of allocation.allocatedOn <= day ? allocation.undoings : []) {
      const earlier = plan.overtaken.reduce((sum, one) => (one.undoing === undoing ? sum + one.amount : sum), 0n);
      const left = undoing.on > day ? undoing.left - earlier : 0n;
      const taken = left < rest ? left : rest;
      if (taken > 0n) {
        plan.overtaken.push({ allocation, undoing, amount: taken });
        ends.set(undoing.on, (ends.get(undoing.on) ?? 0n) + taken);
        rest -= taken;
      }
    }
  }
  return lacking - rest;
}

import type { Allocation, AllocationPart, Release, Source, Undoing } from './account.state';
import { copyTimeline, move } from './timeline';

/** What the bank's taking money back undoes. Amounts are minor units; days are those the effect is dated on. */
export interface BouncePlan {
  /** Per allocation, in the order found: so much of each part. */
  readonly undone: Map<Allocation, Map<AllocationPart, bigint>>;
  /** Earlier undoings that the bounce comes before: each is taken back on its own day, its part undone anew. */
  readonly overtaken: { readonly allocation: Allocation; readonly undoing: Undoing; readonly amount: bigint }[];
  /** Releases that cannot leave any more. */
  readonly voided: Map<Release, bigint>;
}

interface Search {
  /** Allocations dated up to the day looked at, latest last. */
  readonly reached: Allocation[];
  readonly plan: BouncePlan;
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
export function planBounce(source: Source, valueDate: string, amount: bigint): BouncePlan {
  const timeline = copyTimeline(source.timeline);
  move(timeline, valueDate, -amount);
  const waiting = [...source.allocations].sort(byDateThenOrder);
  const search: Search = {
    reached: [],
    plan: { undone: new Map(), overtaken: [], voided: new Map() },
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
      balance += fill(search, source, day, -balance);
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
function fill(search: Search, source: Source, day: string, lacking: bigint): bigint {
  let rest = lacking - undoAllocations(search, lacking);
  rest -= voidReleases(search, source, day, rest);
  rest -= overtakeUndoings(search, source, day, rest);
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

function voidReleases({ plan }: Search, source: Source, day: string, lacking: bigint): bigint {
  let rest = lacking;
  for (const release of [...source.releases].reverse()) {
    const left = release.releasedOn <= day ? release.left - (plan.voided.get(release) ?? 0n) : 0n;
    const taken = left < rest ? left : rest;
    if (taken > 0n) {
      plan.voided.set(release, (plan.voided.get(release) ?? 0n) + taken);
      rest -= taken;
    }
  }
  return lacking - rest;
}

/** What was undone by a later date than the bounce had been paid still on the day looked at: that part goes back. */
function overtakeUndoings({ plan, ends }: Search, source: Source, day: string, lacking: bigint): bigint {
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

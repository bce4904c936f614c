import type { AllocationReversed, PaymentAllocated } from './account.events';
import { sourceOf, type AccountState, type Allocation, type AllocationPart, type Source } from './account.state';
import { passOnBase } from './closed-in-base';
import { moveItem, storedItem } from './item-movement';
import { moveSource } from './receipt.fold';
import { changeLeft, leftOf, negated, settledOf, settledShare, type SettledAmounts } from './settled-amounts';

function storedSource(state: AccountState, source: PaymentAllocated['data']['source']): Source {
  const found = sourceOf(state, source.kind, source.id);
  if (found === undefined) {
    throw new Error(`${source.kind} ${source.id} was allocated and never entered`);
  }
  return found;
}

/** The side of the item, in its own currency. */
const ofItem = ({ itemAmount, itemBaseAmount }: SettledAmounts) => ({ amount: itemAmount, baseAmount: itemBaseAmount });

export function foldAllocation(state: AccountState, data: PaymentAllocated['data'], inputHash: string): void {
  const source = storedSource(state, data.source);
  const parts: AllocationPart[] = data.items.map((allocated) => {
    const settled = settledOf(allocated, data);
    return { item: storedItem(state, allocated), ...settled, ...leftOf(settled) };
  });
  for (const part of parts) {
    moveItem(state, part.item, data.allocatedOn, ofItem(negated(part)));
    moveSource(source, data.allocatedOn, negated(part));
  }
  if (data.redoes !== undefined) {
    redo(state, data.redoes, data.allocatedOn, parts);
    return;
  }
  const { allocationId, allocatedOn } = data;
  const order = state.allocations.size;
  const allocation: Allocation = { allocationId, source, allocatedOn, order, parts, undoings: [], unappliedAfter: source.unapplied };
  state.allocations.set(allocationId, allocation);
  source.allocations.push(allocation);
  state.requests.set(`allocation:${allocationId}`, inputHash);
}

/** What was undone on that day stands again in the first allocation: an earlier undoing of it has just been recorded. */
function redo(state: AccountState, allocationId: string, day: string, again: readonly AllocationPart[]): void {
  for (const part of again) {
    const open = leftOf(part);
    for (const undoing of state.allocations.get(allocationId)?.undoings ?? []) {
      if (undoing.on !== day || undoing.part.item !== part.item || open.left === 0n) {
        continue;
      }
      const taken = undoing.left < open.left ? settledShare(undoing.left, undoing) : settledShare(open.left, open);
      changeLeft(undoing, negated(taken));
      changeLeft(undoing.part, taken);
      changeLeft(open, negated(taken));
    }
    if (open.left !== 0n) {
      throw new Error(`allocation ${allocationId} is redone on ${day} for more than was undone that day`);
    }
  }
}

/** What an event that follows in the same append may give back to the part, so that it is undone earlier instead. */
const undoneLater = ({ undoings }: Allocation, part: AllocationPart, day: string): bigint =>
  undoings.reduce((sum, undoing) => (undoing.part === part && undoing.on > day ? sum + undoing.left : sum), 0n);

export function foldUndoing(state: AccountState, data: AllocationReversed['data'], inputHash: string): void {
  const allocation = state.allocations.get(data.allocationId);
  if (allocation === undefined) {
    throw new Error(`allocation ${data.allocationId} was undone and never made`);
  }
  for (const undone of data.items) {
    const item = storedItem(state, undone);
    const part = allocation.parts.find((candidate) => candidate.item === item);
    const settled = settledOf(undone, data);
    if (part === undefined || part.left + undoneLater(allocation, part, data.reversedOn) < settled.amount) {
      throw new Error(`allocation ${data.allocationId} is undone for more than is left of it`);
    }
    changeLeft(part, negated(settled));
    allocation.undoings.push({ part, on: data.reversedOn, ...leftOf(settled) });
    moveItem(state, item, data.reversedOn, ofItem(settled));
    moveSource(allocation.source, data.reversedOn, settled);
    passOnBase(allocation.source, part);
  }
  state.undoings.set(data.reversalId, data);
  state.requests.set(`undoing:${data.reversalId}`, inputHash);
}

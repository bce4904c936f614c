import { knownCurrency, minorOf } from '#money';
import type { AllocationReversed, PaymentAllocated } from './account.events';
import { sourceOf, type AccountState, type Allocation, type AllocationPart, type OpenItem, type Source } from './account.state';
import { requeue } from './invoice.fold';
import { moveSource } from './receipt.fold';
import { move } from './timeline';

type Item = PaymentAllocated['data']['items'][number];

function storedSource(state: AccountState, source: PaymentAllocated['data']['source']): Source {
  const found = sourceOf(state, source.kind, source.id);
  if (found === undefined) {
    throw new Error(`${source.kind} ${source.id} was allocated and never entered`);
  }
  return found;
}

function storedItem(state: AccountState, { invoiceId, instalment }: Item): OpenItem {
  const item = state.invoices.get(invoiceId)?.items.find(({ instalment: number }) => number === instalment);
  if (item === undefined) {
    throw new Error(`instalment ${instalment} of invoice ${invoiceId} was paid and never entered`);
  }
  return item;
}

function moveItem(state: AccountState, item: OpenItem, day: string, by: { readonly amount: bigint; readonly baseAmount: bigint }): void {
  move(item.timeline, day, by.amount);
  item.open += by.amount;
  item.baseOpen += by.baseAmount;
  requeue(state, item);
}

export function foldAllocation(state: AccountState, data: PaymentAllocated['data'], inputHash: string): void {
  const source = storedSource(state, data.source);
  const { digits } = knownCurrency(data.currency);
  const baseDigits = knownCurrency(data.baseCurrency).digits;
  const parts: AllocationPart[] = data.items.map((allocated) => {
    const amount = minorOf(allocated.amount, digits);
    const baseAmount = minorOf(allocated.baseAmount, baseDigits);
    return { item: storedItem(state, allocated), amount, baseAmount, left: amount, baseLeft: baseAmount };
  });
  for (const { item, amount, baseAmount } of parts) {
    moveItem(state, item, data.allocatedOn, { amount: -amount, baseAmount: -baseAmount });
    moveSource(source, data.allocatedOn, -amount);
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
  for (const { item, amount, baseAmount } of again) {
    let open = amount;
    let baseOpen = baseAmount;
    for (const undoing of state.allocations.get(allocationId)?.undoings ?? []) {
      if (undoing.on !== day || undoing.part.item !== item || open === 0n) {
        continue;
      }
      const taken = undoing.left < open ? undoing.left : open;
      const baseTaken = taken === open ? baseOpen : undoing.baseLeft;
      undoing.left -= taken;
      undoing.baseLeft -= baseTaken;
      undoing.part.left += taken;
      undoing.part.baseLeft += baseTaken;
      open -= taken;
      baseOpen -= baseTaken;
    }
    if (open !== 0n) {
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
  const { digits } = knownCurrency(data.currency);
  const baseDigits = knownCurrency(data.baseCurrency).digits;
  for (const undone of data.items) {
    const item = storedItem(state, undone);
    const part = allocation.parts.find((candidate) => candidate.item === item);
    const amount = minorOf(undone.amount, digits);
    const baseAmount = minorOf(undone.baseAmount, baseDigits);
    if (part === undefined || part.left + undoneLater(allocation, part, data.reversedOn) < amount) {
      throw new Error(`allocation ${data.allocationId} is undone for more than is left of it`);
    }
    part.left -= amount;
    part.baseLeft -= baseAmount;
    allocation.undoings.push({ part, on: data.reversedOn, left: amount, baseLeft: baseAmount });
    moveItem(state, item, data.reversedOn, { amount, baseAmount });
    moveSource(allocation.source, data.reversedOn, amount);
  }
  state.undoings.set(data.reversalId, data);
  state.requests.set(`undoing:${data.reversalId}`, inputHash);
}

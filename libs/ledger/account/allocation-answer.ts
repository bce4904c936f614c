import type { AllocationReversed, PaymentAllocated } from './account.events';
import type { AccountState, Allocation } from './account.state';
import { allocatedItem } from './settled-amounts';

/** What an allocation, or its undoing, did; amounts at the currency's scale. */
export interface AllocationAnswer {
  readonly allocationId: string;
  readonly on: string;
  readonly currency: string;
  readonly items: readonly AllocatedItemAnswer[];
}

export interface AllocatedItemAnswer {
  readonly invoiceId: string;
  readonly instalment: number;
  readonly amount: string;
  /** What it settles of an item in another currency. */
  readonly settles?: string;
  readonly settlesCurrency?: string;
}

type Items = PaymentAllocated['data']['items'];

const itemsAnswer = (items: Items): AllocationAnswer['items'] =>
  items.map(({ invoiceId, instalment, amount, itemAmount, itemCurrency }) => ({
    invoiceId,
    instalment,
    amount,
    ...(itemAmount === undefined || itemCurrency === undefined ? {} : { settles: itemAmount, settlesCurrency: itemCurrency }),
  }));

export const allocatedAnswer = ({ data }: PaymentAllocated): AllocationAnswer => ({
  allocationId: data.allocationId,
  on: data.allocatedOn,
  currency: data.currency,
  items: itemsAnswer(data.items),
});

export const undoneAnswer = (data: AllocationReversed['data']): AllocationAnswer => ({
  allocationId: data.allocationId,
  on: data.reversedOn,
  currency: data.currency,
  items: itemsAnswer(data.items),
});

/** The first answer again, from what is on record. */
export const recordedAllocation = ({ allocationId, allocatedOn, source, parts }: Allocation): AllocationAnswer => ({
  allocationId,
  on: allocatedOn,
  currency: source.currency,
  items: itemsAnswer(parts.map((part) => allocatedItem(part, source))),
});

/** The allocations on record under an id and its numbered followers. */
export function allocationsUnder(state: AccountState, allocationId: string): Allocation[] {
  const found: Allocation[] = [];
  for (let next = state.allocations.get(allocationId); next !== undefined; ) {
    found.push(next);
    next = state.allocations.get(`${allocationId}~${found.length + 1}`);
  }
  return found;
}

/** The undoings on record under an id and its numbered followers. */
export function undoingsUnder(state: AccountState, reversalId: string): AllocationReversed['data'][] {
  const found: AllocationReversed['data'][] = [];
  for (let next = state.undoings.get(`${reversalId}~1`); next !== undefined; ) {
    found.push(next);
    next = state.undoings.get(`${reversalId}~${found.length + 1}`);
  }
  return found;
}

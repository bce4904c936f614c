import { laterDay } from '../dates';
import type { AllocationReversed } from './account.events';
import type { AccountState, Allocation, OpenItem, Source } from './account.state';
import type { Refund, ReversalDebit } from './correction.state';
import type { ReversalDebitWithdrawn, WriteOffReversed } from './correction.events';
import { textsOf } from './minors';
import { undoingEvent, undonePart } from './reverse-allocation';
import { writeOffReversal } from './reverse-write-off';
import { copyTimeline, lowestFrom, move, type Timeline } from './timeline';

interface Head {
  readonly accountId: string;
  readonly on: string;
  readonly reason: string;
}

type Events = AllocationReversed | WriteOffReversed | ReversalDebitWithdrawn;

/** Takes back what of the refund's debits still stands. What was paid on one, or given up of it, is freed first. */
export const withdrawDebits = (state: AccountState, refund: Refund, head: Head): Events[] =>
  refund.debits.filter(({ left }) => left > 0n).flatMap((debit) => withdraw(state, refund, debit, head));

function withdraw(state: AccountState, refund: Refund, debit: ReversalDebit, head: Head): Events[] {
  const { item, debitId, paymentId } = debit;
  const timeline = copyTimeline(item.timeline);
  const freed = [...freeAllocations(state, item, timeline, { ...head, on: laterDay(head.on, debit.raisedOn) }), ...freeWriteOffs(state, item, timeline, head)];
  const withdrawnOn = firstWholeDay(timeline, laterDay(head.on, debit.raisedOn), debit.left);
  const { accountId, reason } = head;
  const { currency, baseCurrency } = refund.source;
  const texts = textsOf({ amount: debit.left, baseAmount: debit.baseLeft }, refund.source);
  return [...freed, { type: 'ReversalDebitWithdrawn', data: { accountId, debitId, paymentId, withdrawnOn, currency, baseCurrency, ...texts, reason } }];
}

/** The first day from which all of it is open for good: an undoing on record may come later than the refund's failing. */
function firstWholeDay(timeline: Timeline, earliest: string, amount: bigint): string {
  const days = [earliest, ...timeline.days.filter((day) => day > earliest)];
  const found = days.find((day) => lowestFrom(timeline, day).amount >= amount);
  if (found === undefined) {
    throw new Error('a debit is withdrawn for more than was raised');
  }
  return found;
}

function* sources(state: AccountState): Generator<Source> {
  yield* state.receipts.values();
  yield* state.credits.values();
}

function freeAllocations(state: AccountState, item: OpenItem, timeline: Timeline, { accountId, on, reason }: Head): AllocationReversed[] {
  const events: AllocationReversed[] = [];
  const paying: Allocation[] = [...sources(state)].flatMap(({ allocations }) => allocations.filter(({ parts }) => parts.some((part) => part.item === item && part.left > 0n)));
  for (const allocation of paying) {
    const undone = allocation.parts.filter((part) => part.item === item && part.left > 0n).map((part) => undonePart(part, part.left));
    const reversedOn = laterDay(on, allocation.allocatedOn);
    undone.forEach(({ itemAmount }) => move(timeline, reversedOn, itemAmount));
    const reversalId = `${item.invoiceId}~withdrawn${events.length + 1}`;
    events.push(undoingEvent(allocation, undone, { accountId, reversalId, reversedOn, cause: 'debit-withdrawn', reason }));
  }
  return events;
}

function freeWriteOffs(state: AccountState, item: OpenItem, timeline: Timeline, { accountId, on, reason }: Head): WriteOffReversed[] {
  const events: WriteOffReversed[] = [];
  for (const writeOff of state.writeOffs.values()) {
    const parts = writeOff.parts.filter((part) => part.item === item && part.left > 0n).map((part) => ({ part, amount: part.left }));
    if (parts.length > 0) {
      const reversedOn = laterDay(on, writeOff.writtenOffOn);
      parts.forEach(({ amount }) => move(timeline, reversedOn, amount));
      const reversalId = `${item.invoiceId}~unwritten${events.length + 1}`;
      events.push(writeOffReversal(writeOff, parts, { accountId, reversalId, reversedOn, cause: 'clerk', reason }));
    }
  }
  return events;
}

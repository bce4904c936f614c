import { formatMinor, knownCurrency, parseAmount } from '#money';
import { laterDay } from '../dates';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { AllocationReversed } from './account.events';
import type { AccountState, Allocation, AllocationPart } from './account.state';
import { undoneAnswer, type AllocationAnswer } from './allocation-answer';
import type { NamedItem } from './allocate-payment';
import { invoicesNamed } from './find-invoice';
import { recall } from './repeated-request';
import { allocatedItem, settledShare, type SettledAmounts } from './settled-amounts';

/** A clerk takes an allocation, or parts of it, back. The request id becomes the reversal id. */
export interface ReverseAllocation {
  readonly accountId: string;
  readonly requestId: string;
  readonly inputHash: string;
  readonly allocationId: string;
  /** Default: all that is left of it. */
  readonly items?: readonly NamedItem[];
  /** Default: today, or the allocation's date if that is later. */
  readonly reversedOn?: string;
  readonly today: string;
  readonly reason: string;
}

export interface AllocationReversedAnswer extends AllocationAnswer {
  readonly reversalId: string;
}

/** A part to be undone: so much of it. */
export interface UndonePart extends SettledAmounts {
  readonly part: AllocationPart;
}

/** Reopens what the allocation had paid, from a date on; the items age again from their original due dates. */
export function decideReverseAllocation(command: ReverseAllocation, state: AccountState): Decision<AllocationReversed, AllocationReversedAnswer> {
  const { accountId, requestId, allocationId } = command;
  const subject = { key: `undoing:${requestId}`, code: 'ALLOCATION.REVERSAL_CONFLICT', what: `Reversal ${requestId}` };
  const known = recall(state.requests, subject, command.inputHash);
  const recorded = state.undoings.get(requestId);
  if (known.kind === 'conflict') {
    return refuse(known.refusal);
  }
  if (recorded !== undefined) {
    return accept([], { ...undoneAnswer(recorded), reversalId: requestId });
  }
  const allocation = state.allocations.get(allocationId);
  if (allocation === undefined) {
    const message = `Allocation ${allocationId} is not in account ${accountId}; look up the account's allocations.`;
    return refuse(refusal('not-found', 'ALLOCATION.UNKNOWN', message, { allocationId, accountId }));
  }
  const reversedOn = command.reversedOn ?? laterDay(command.today, allocation.allocatedOn);
  if (reversedOn < allocation.allocatedOn) {
    const message = `Allocation ${allocationId} is dated ${allocation.allocatedOn} and cannot be undone from ${reversedOn} on; take its date or a later one.`;
    return refuse(refusal('invalid', 'ALLOCATION.REVERSED_BEFORE', message, { allocationId, date: reversedOn, earliest: allocation.allocatedOn }));
  }
  const undone = command.items === undefined ? wholeRest(allocation) : namedParts(state, allocation, command.items);
  if ('code' in undone) {
    return refuse(undone);
  }
  const event = undoingEvent(allocation, undone, { accountId, reversalId: requestId, reversedOn, cause: 'clerk', reason: command.reason });
  return accept([event], { ...undoneAnswer(event.data), reversalId: requestId });
}

/** Gives back what the part took, with the very base amounts it took: what is undone as a whole leaves no trace in the books. */
export const undonePart = (part: AllocationPart, amount: bigint): UndonePart => ({ part, ...settledShare(amount, part) });

type UndoingHead = Pick<AllocationReversed['data'], 'accountId' | 'reversalId' | 'reversedOn' | 'cause' | 'reason'>;

export function undoingEvent(allocation: Allocation, undone: readonly UndonePart[], head: UndoingHead): AllocationReversed {
  const { id, kind, currency, baseCurrency } = allocation.source;
  return {
    type: 'AllocationReversed',
    data: {
      accountId: head.accountId,
      reversalId: head.reversalId,
      allocationId: allocation.allocationId,
      source: { kind, id },
      reversedOn: head.reversedOn,
      currency,
      baseCurrency,
      items: undone.map(({ part, ...settled }) => allocatedItem({ item: part.item, ...settled }, { currency, baseCurrency })),
      cause: head.cause,
      reason: head.reason,
    },
  };
}

function wholeRest(allocation: Allocation): UndonePart[] | Refusal {
  const undone = allocation.parts.filter(({ left }) => left > 0n).map((part) => undonePart(part, part.left));
  if (undone.length === 0) {
    const message = `Allocation ${allocation.allocationId} is undone already; nothing is left of it.`;
    return refusal('conflict', 'ALLOCATION.ALREADY_REVERSED', message, { allocationId: allocation.allocationId });
  }
  return undone;
}

function namedParts(state: AccountState, allocation: Allocation, named: readonly NamedItem[]): UndonePart[] | Refusal {
  const undone: UndonePart[] = [];
  for (const one of named) {
    const fitting = new Set(invoicesNamed(state, one.invoiceId).map(({ invoiceId }) => invoiceId));
    const parts = allocation.parts.filter(
      ({ item }) => fitting.has(item.invoiceId) && (one.instalment ?? item.instalment) === item.instalment,
    );
    const taken = parts.some((part) => undone.some((earlier) => earlier.part === part)) ? [] : partsToUndo(allocation, parts, one.amount);
    if ('code' in taken) {
      return taken;
    }
    if (taken.length === 0) {
      const message = `Allocation ${allocation.allocationId} has nothing left to undo of invoice ${one.invoiceId}; name each item that it still pays once.`;
      return refusal('conflict', 'ALLOCATION.NOT_PAID_BY_IT', message, { allocationId: allocation.allocationId, invoiceId: one.invoiceId });
    }
    undone.push(...taken);
  }
  return undone;
}

/** Takes the asked amount from the parts, the latest due first; all that is left of them when none is asked. */
function partsToUndo(allocation: Allocation, parts: readonly AllocationPart[], asked: string | undefined): UndonePart[] | Refusal {
  const { allocationId, source } = allocation;
  const available = parts.reduce((sum, { left }) => sum + left, 0n);
  const currency = knownCurrency(source.currency);
  const parsed = asked === undefined ? null : parseAmount(asked, currency);
  if (parsed !== null && (!parsed.ok || parsed.money.minor <= 0n)) {
    const why = parsed.ok ? 'it is not more than zero' : parsed.problem.message;
    return refusal('invalid', 'ALLOCATION.AMOUNT', `The amount to undo of allocation ${allocationId}: ${why}.`, { allocationId });
  }
  let rest = parsed === null ? available : parsed.money.minor;
  if (rest > available) {
    const text = formatMinor(available, currency.digits);
    const message = `Of allocation ${allocationId} only ${text} ${source.currency} is left to undo there; take no more than that.`;
    return refusal('conflict', 'ALLOCATION.EXCEEDS_ALLOCATED', message, { allocationId, available: text, asked: asked ?? text });
  }
  const undone: UndonePart[] = [];
  for (const part of [...parts].reverse()) {
    const amount = part.left < rest ? part.left : rest;
    if (amount > 0n) {
      undone.push(undonePart(part, amount));
      rest -= amount;
    }
  }
  return undone;
}

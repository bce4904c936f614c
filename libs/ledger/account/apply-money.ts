import { accept, refuse, type Decision } from '../refusal';
import { decideAllocatePayment, type AllocatePayment, type PaymentAllocatedAnswer } from './allocate-payment';
import { deductionAnswer, planDeduction, type AcceptDeduction, type DeductionAcceptedAnswer, type DeductionFacts } from './accept-deduction';
import type { PaymentAllocated } from './account.events';
import type { AccountState } from './account.state';
import type { DeductionAccepted, WriteOffReversed } from './correction.events';
import { findInvoice } from './find-invoice';
import { moveItem, storedItem } from './item-movement';
import { decideWithRecovery } from './recovery';
import { sandbox } from './sandbox';
import { settledOf } from './settled-amounts';
import { foldDeductionAccepted } from './deduction.fold';
import { foldWriteOffReversed } from './write-off.fold';

/** What the receipt came short by, on one of the invoices it pays. */
export type ShortBy = Pick<AcceptDeduction, 'kind' | 'invoiceId' | 'instalment' | 'amount' | 'override' | 'reason'>;

export interface ApplyMoney extends AllocatePayment {
  /** Accepted after the money is applied, on the same day. */
  readonly deductions?: readonly ShortBy[];
}

export interface MoneyAppliedAnswer extends PaymentAllocatedAnswer {
  readonly deductions: readonly DeductionAcceptedAnswer[];
}

type Events = PaymentAllocated | WriteOffReversed | DeductionAccepted;

/** The deductions' facts, by the name that the command has for the invoice. */
export type FactsOf = (invoiceId: string) => DeductionFacts;

/**
 * A clerk applies money, and accepts in the same append what it came short by. An invoice that is written off comes
 * back for as much as is paid of it.
 */
export function decideApplyMoney(command: ApplyMoney, state: AccountState, factsOf: FactsOf): Decision<Events, MoneyAppliedAnswer> {
  const { accountId, requestId, items, deductions = [] } = command;
  const named = items.map(({ invoiceId }) => findInvoice(state, invoiceId));
  const decided = decideWithRecovery(state, named, { accountId, idPrefix: requestId }, (seen) => decideAllocatePayment(command, seen));
  if (decided.kind === 'refused') {
    return decided;
  }
  if (decided.events.length === 0) {
    const recorded = [...state.deductions.values()].filter(({ data }) => deductions.some((_one, index) => data.deductionId === deductionIdOf(requestId, index)));
    return accept([], { ...decided.answer, deductions: recorded.map(({ data }) => deductionAnswer(data)) });
  }
  if (deductions.length === 0) {
    return accept(decided.events, { ...decided.answer, deductions: [] });
  }
  const after = afterwards(state, decided.events, command);
  const accepted: DeductionAccepted[] = [];
  for (const [index, one] of deductions.entries()) {
    const { source, allocatedOn, today, inputHash } = command;
    const receipt = source.kind === 'receipt' ? { paymentId: source.id } : {};
    const asked = { ...one, ...receipt, accountId, deductionId: deductionIdOf(requestId, index), inputHash, today, acceptedOn: allocatedOn ?? today };
    const event = planDeduction(asked, after, factsOf(one.invoiceId));
    if ('code' in event) {
      return refuse(event);
    }
    foldDeductionAccepted(after, event.data, inputHash);
    accepted.push(event);
  }
  return accept([...decided.events, ...accepted], { ...decided.answer, deductions: accepted.map(({ data }) => deductionAnswer(data)) });
}

const deductionIdOf = (requestId: string, index: number): string => `${requestId}~deduction${index + 1}`;

/** The items as they stand once the money is applied. */
function afterwards(state: AccountState, events: readonly (PaymentAllocated | WriteOffReversed)[], { deductions = [] }: ApplyMoney): AccountState {
  const touched = new Set(deductions.flatMap(({ invoiceId }) => findInvoice(state, invoiceId)?.invoiceId ?? []));
  const paid = events.flatMap((event) => event.data.items.map(({ invoiceId }) => invoiceId));
  const after = { ...sandbox(state, new Set([...touched, ...paid])), deductions: new Map(state.deductions) };
  for (const event of events) {
    if (event.type === 'WriteOffReversed') {
      foldWriteOffReversed(after, event.data, '');
      continue;
    }
    for (const item of event.data.items) {
      const { itemAmount, itemBaseAmount } = settledOf(item, event.data);
      moveItem(after, storedItem(after, item), event.data.allocatedOn, { amount: -itemAmount, baseAmount: -itemBaseAmount });
    }
  }
  return after;
}

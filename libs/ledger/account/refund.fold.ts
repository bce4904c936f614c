import { sourceOf, type AccountState, type OpenItem } from './account.state';
import type { Refund } from './correction.state';
import type { RefundPaid, RefundRequested, ReversalDebitRaised, ReversalDebitWithdrawn } from './correction.events';
import { requeue } from './invoice.fold';
import { moveItem } from './item-movement';
import { minorsOf, taken, type Minors } from './minors';
import { moveSource, storedReceipt } from './receipt.fold';
import { emptyTimeline, move } from './timeline';

export function foldRefundRequested(state: AccountState, data: RefundRequested['data'], inputHash: string): void {
  const source = sourceOf(state, data.source.kind, data.source.id);
  if (source === undefined) {
    throw new Error(`${data.source.kind} ${data.source.id} is refunded and was never entered`);
  }
  const amounts = minorsOf(data, data);
  moveSource(source, data.requestedOn, taken(amounts));
  const { refundId, requestedOn } = data;
  const timeline = emptyTimeline();
  move(timeline, requestedOn, amounts.amount);
  state.refunds.set(refundId, {
    refundId, source, requestedOn, ...amounts, status: 'requested', orderedAt: null, paidOn: null, heldBy: null, endedOn: null, timeline,
    left: amounts.amount, baseLeft: amounts.baseAmount, debits: [],
  });
  state.requests.set(`refund:${refundId}`, inputHash);
}

/** Changes what of the refund is gone and not owed back as a debit. */
function moveRefund(refund: Refund, day: string, { amount, baseAmount }: Minors): void {
  move(refund.timeline, day, amount);
  refund.left += amount;
  refund.baseLeft += baseAmount;
}

function storedRefund(state: AccountState, refundId: string): Refund {
  const refund = state.refunds.get(refundId);
  if (refund === undefined) {
    throw new Error(`refund ${refundId} has an outcome and was never requested`);
  }
  return refund;
}

/** @param gateway that is to pay it out; null: none is any more. */
export function foldRefundOrdered(state: AccountState, refundId: string, gateway: string | null): void {
  storedRefund(state, refundId).orderedAt = gateway;
}

export function foldRefundPaid(state: AccountState, { refundId, paidOn, heldBy }: RefundPaid['data'], inputHash: string): void {
  const refund = storedRefund(state, refundId);
  refund.status = 'paid';
  refund.paidOn = paidOn;
  refund.heldBy = heldBy ?? null;
  state.requests.set(`refund-paid:${refundId}`, inputHash);
}

interface RefundEnd {
  readonly refundId: string;
  readonly endedOn: string;
  readonly status: 'failed' | 'returned';
}

/** The source has the money again. */
export function foldRefundEnded(state: AccountState, { refundId, endedOn, status }: RefundEnd, inputHash: string): void {
  const refund = storedRefund(state, refundId);
  refund.status = status;
  refund.endedOn = endedOn;
  moveSource(refund.source, endedOn, refund);
  moveRefund(refund, endedOn, taken(refund));
  state.requests.set(`refund-${status}:${refundId}`, inputHash);
}

export function foldDebitRaised(state: AccountState, data: ReversalDebitRaised['data']): void {
  const receipt = storedReceipt(state, data.paymentId);
  const amounts = minorsOf(data, data);
  moveSource(receipt, data.raisedOn, amounts);
  const item = debitItem(state, data, amounts);
  const { debitId, paymentId, raisedOn } = data;
  state.invoices.set(debitId, {
    invoiceId: debitId, documentNumber: debitId, issueDate: raisedOn, currency: data.currency, gross: amounts.amount, items: [item],
    register: null, disputeId: null, isDebit: true,
  });
  state.items.push(item);
  requeue(state, item);
  const refund = storedRefund(state, data.refundId ?? '');
  moveRefund(refund, raisedOn, taken(amounts));
  refund.debits.push({ debitId, paymentId, item, raisedOn, left: amounts.amount, baseLeft: amounts.baseAmount });
}

/** It is due the day it is raised, and ages from it. */
function debitItem(state: AccountState, data: ReversalDebitRaised['data'], { amount, baseAmount }: Minors): OpenItem {
  const { debitId, raisedOn, currency, baseCurrency } = data;
  const timeline = emptyTimeline();
  move(timeline, raisedOn, amount);
  return {
    invoiceId: debitId, instalment: 1, documentNumber: debitId, issueDate: raisedOn, dueDate: raisedOn, currency, baseCurrency, amount, baseAmount,
    remind: true, order: state.items.length, timeline, open: amount, baseOpen: baseAmount,
  };
}

export function foldDebitWithdrawn(state: AccountState, data: ReversalDebitWithdrawn['data']): void {
  const amounts = minorsOf(data, data);
  for (const refund of state.refunds.values()) {
    const debit = refund.debits.find(({ debitId }) => debitId === data.debitId);
    if (debit !== undefined) {
      moveItem(state, debit.item, data.withdrawnOn, taken(amounts));
      moveSource(storedReceipt(state, debit.paymentId), data.withdrawnOn, taken(amounts));
      moveRefund(refund, data.withdrawnOn, amounts);
      debit.left -= amounts.amount;
      debit.baseLeft -= amounts.baseAmount;
      return;
    }
  }
  throw new Error(`debit ${data.debitId} was withdrawn and never raised`);
}

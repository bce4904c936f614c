import { knownCurrency, minorOf } from '#money';
import { laterDay } from '../dates';
import type { PaymentEntered, PaymentReleased, PaymentReversalEntered } from './account.events';
import type { AccountState, Source } from './account.state';
import { namesOf, receiptOf } from './open-items';
import { move } from './timeline';

/** Moves money in or out of a source on a day. */
export function moveSource(source: Source, day: string, amount: bigint): void {
  move(source.timeline, day, amount);
  source.unapplied += amount;
}

export function foldPayment(state: AccountState, data: PaymentEntered['data']): void {
  let receipt = state.receipts.get(data.paymentId);
  if (receipt === undefined) {
    receipt = receiptOf(data);
    state.receipts.set(receipt.id, receipt);
  }
  const amount = minorOf(data.amount, knownCurrency(data.currency).digits);
  moveSource(receipt, data.identifiedOn, amount);
  receipt.from = laterDay(data.identifiedOn, receipt.from);
  receipt.entries.set(data.identificationId, { identifiedOn: data.identifiedOn, amount });
  for (const name of namesOf(receipt)) {
    if (!state.invoices.has(name) && !state.invoicesByNumber.has(name)) {
      state.awaited.set(name, (state.awaited.get(name) ?? new Set()).add(receipt));
    }
  }
}

export function storedReceipt(state: AccountState, paymentId: string): Source {
  const receipt = state.receipts.get(paymentId);
  if (receipt === undefined) {
    throw new Error(`payment ${paymentId} moved in an account it never entered`);
  }
  return receipt;
}

export function foldPaymentReleased(state: AccountState, data: PaymentReleased['data'], inputHash: string): void {
  const receipt = storedReceipt(state, data.paymentId);
  const amount = minorOf(data.amount, knownCurrency(data.currency).digits);
  moveSource(receipt, data.releasedOn, -amount);
  receipt.releases.push({ requestId: data.requestId, releasedOn: data.releasedOn, amount, left: amount });
  state.requests.set(`payment-release:${data.requestId}`, inputHash);
}

export function foldPaymentReversal(state: AccountState, data: PaymentReversalEntered['data']): void {
  const receipt = storedReceipt(state, data.paymentId);
  const { digits } = knownCurrency(data.currency);
  moveSource(receipt, data.valueDate, -minorOf(data.amount, digits));
  for (const voided of data.released ?? []) {
    const release = receipt.releases.find(({ requestId }) => requestId === voided.requestId);
    if (release === undefined) {
      throw new Error(`reversal ${data.reversalId} voids release ${voided.requestId}, which is not on record`);
    }
    const amount = minorOf(voided.amount, digits);
    release.left -= amount;
    moveSource(receipt, laterDay(data.valueDate, release.releasedOn), amount);
  }
  state.reversals.add(`${data.paymentId}~${data.reversalId}`);
}

import { knownCurrency, minorOf } from '#money';
import { laterDay } from '../dates';
import type { PaymentEntered, PaymentReleased, PaymentReversalEntered } from './account.events';
import type { AccountState, Source } from './account.state';
import { namesOf, receiptOf } from './open-items';
import { shareOfLeft } from './base-share';
import { move } from './timeline';

/** Moves money in or out of a source on a day, with what it stands at in base currency. */
export function moveSource(source: Source, day: string, { amount, baseAmount }: { readonly amount: bigint; readonly baseAmount: bigint }): void {
  move(source.timeline, day, amount);
  source.unapplied += amount;
  source.baseUnapplied += baseAmount;
}

const taken = ({ amount, baseAmount }: { readonly amount: bigint; readonly baseAmount: bigint }) => ({ amount: -amount, baseAmount: -baseAmount });

export function foldPayment(state: AccountState, data: PaymentEntered['data']): void {
  let receipt = state.receipts.get(data.paymentId);
  if (receipt === undefined) {
    receipt = receiptOf(data);
    state.receipts.set(receipt.id, receipt);
  }
  const amount = minorOf(data.amount, knownCurrency(data.currency).digits);
  moveSource(receipt, data.identifiedOn, { amount, baseAmount: minorOf(data.baseAmount, knownCurrency(data.baseCurrency).digits) });
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
  // A release from before it said its base amount takes the share that goes with it.
  const share = shareOfLeft(amount, receipt.unapplied, receipt.baseUnapplied);
  const baseAmount = data.baseAmount === undefined ? share : minorOf(data.baseAmount, knownCurrency(receipt.baseCurrency).digits);
  moveSource(receipt, data.releasedOn, taken({ amount, baseAmount }));
  receipt.releases.push({ requestId: data.requestId, releasedOn: data.releasedOn, amount, baseAmount, left: amount, baseLeft: baseAmount });
  state.requests.set(`payment-release:${data.requestId}`, inputHash);
}

export function foldPaymentReversal(state: AccountState, data: PaymentReversalEntered['data']): void {
  const receipt = storedReceipt(state, data.paymentId);
  const { digits } = knownCurrency(data.currency);
  const baseDigits = knownCurrency(data.baseCurrency).digits;
  moveSource(receipt, data.valueDate, taken({ amount: minorOf(data.amount, digits), baseAmount: minorOf(data.baseAmount, baseDigits) }));
  for (const voided of data.released ?? []) {
    const release = receipt.releases.find(({ requestId }) => requestId === voided.requestId);
    if (release === undefined) {
      throw new Error(`reversal ${data.reversalId} voids release ${voided.requestId}, which is not on record`);
    }
    const amount = minorOf(voided.amount, digits);
    const baseAmount = voided.baseAmount === undefined ? shareOfLeft(amount, release.left, release.baseLeft) : minorOf(voided.baseAmount, baseDigits);
    release.left -= amount;
    release.baseLeft -= baseAmount;
    moveSource(receipt, laterDay(data.valueDate, release.releasedOn), { amount, baseAmount });
  }
  state.reversals.add(`${data.paymentId}~${data.reversalId}`);
}

import { minorOf } from '#money';
import { currencyDigits, type CorrectionEvent } from '#ledger';
import type { Change, ItemName } from './changes';
import type { MovementKind } from './tables';

type Dated = { readonly currency: string; readonly effectiveDate: string };
type Settled = { readonly invoiceId: string; readonly instalment: number; readonly amount: string };

const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

const invoiceItem = (accountId: string, { invoiceId, instalment }: Pick<Settled, 'invoiceId' | 'instalment'>): ItemName => ({
  accountId, kind: 'invoice', documentId: invoiceId, part: instalment,
});
const receiptItem = (accountId: string, paymentId: string): ItemName => ({ accountId, kind: 'receipt', documentId: paymentId, part: 1 });
const sourceItem = (accountId: string, { kind, id }: { readonly kind: 'receipt' | 'credit'; readonly id: string }): ItemName => ({
  accountId, kind, documentId: id, part: 1,
});

function settledChanges(data: { readonly accountId: string; readonly items: readonly Settled[] }, on: Dated, sign: 1n | -1n): Change[] {
  return data.items.map((item) => ({
    item: invoiceItem(data.accountId, item), movement: 'written-off', amount: sign * minor(item.amount, on.currency), ...on,
  }));
}

const one = (item: ItemName, movement: MovementKind, amount: bigint, on: Dated): Change => ({ item, movement, amount, ...on });

/** Movements of deductions, write-offs, refunds and what undoes them; empty for those that post nothing on an item. */
export function correctionChanges(event: CorrectionEvent): Change[] {
  const { type, data } = event;
  switch (type) {
    case 'DeductionAccepted':
      return [one(invoiceItem(data.accountId, data), 'deducted', -minor(data.amount, data.currency), dated(data, data.acceptedOn))];
    case 'DeductionReversed':
      return [one(invoiceItem(data.accountId, data), 'deducted', minor(data.amount, data.currency), dated(data, data.reversedOn))];
    case 'InvoiceWrittenOff':
      return settledChanges(data, dated(data, data.writtenOffOn), -1n);
    case 'WriteOffReversed':
      return settledChanges(data, dated(data, data.reversedOn), 1n);
    case 'RefundPaid':
      return [one(sourceItem(data.accountId, data.source), 'refunded', -minor(data.amount, data.currency), dated(data, data.paidOn))];
    case 'RefundReturned':
      return [one(sourceItem(data.accountId, data.source), 'refunded', minor(data.amount, data.currency), dated(data, data.returnedOn))];
    case 'ReversalDebitRaised':
      return debitChanges(data, data.raisedOn, 1n);
    case 'ReversalDebitWithdrawn':
      return debitChanges(data, data.withdrawnOn, -1n);
    default:
      return withoutMovement(event);
  }
}

/** Named one by one, so that a new fact has to be thought of here. */
function withoutMovement({ type }: Extract<CorrectionEvent, { type: 'BadDebtTaxRelieved' | `Refund${'Requested' | 'Failed' | 'Ordered' | 'OrderRefused'}` }>): Change[] {
  switch (type) {
    case 'BadDebtTaxRelieved':
    case 'RefundRequested':
    case 'RefundFailed':
    case 'RefundOrdered':
    case 'RefundOrderRefused':
      return [];
  }
}

const dated = ({ currency }: { readonly currency: string }, effectiveDate: string): Dated => ({ currency, effectiveDate });

/** The customer owes what the bank took back of money that was gone already; the receipt is level again. */
function debitChanges(
  data: { readonly accountId: string; readonly debitId: string; readonly paymentId: string; readonly currency: string; readonly amount: string },
  day: string,
  sign: 1n | -1n,
): Change[] {
  const on = dated(data, day);
  const amount = sign * minor(data.amount, data.currency);
  const opens = { dueDate: day, issueDate: day, documentNumber: data.debitId };
  const debit: Change = { item: invoiceItem(data.accountId, { invoiceId: data.debitId, instalment: 1 }), movement: 'debited', amount, ...on };
  return [sign === 1n ? { ...debit, opens } : debit, one(receiptItem(data.accountId, data.paymentId), 'debited', amount, on)];
}

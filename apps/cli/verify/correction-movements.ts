import type { CorrectionEvent } from '#ledger';

/** What a correction does to an item or a source: its key and name among the open ones, the day, the amount, the direction. */
export interface CorrectionMovement {
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly movement: readonly [day: string, amount: string, sign: 1n | -1n];
}

type Source = { readonly kind: 'receipt' | 'credit'; readonly id: string };

/** Movements of deductions, write-offs, refunds and debits, from the events alone. */
export function correctionMovements({ type, data }: CorrectionEvent): readonly CorrectionMovement[] {
  switch (type) {
    case 'DeductionAccepted':
      return [invoice(data.invoiceId, data.instalment, data.currency, [data.acceptedOn, data.amount, -1n])];
    case 'DeductionReversed':
      return [invoice(data.invoiceId, data.instalment, data.currency, [data.reversedOn, data.amount, 1n])];
    case 'InvoiceWrittenOff':
      return data.items.map((item) => invoice(item.invoiceId, item.instalment, data.currency, [data.writtenOffOn, item.amount, -1n]));
    case 'WriteOffReversed':
      return data.items.map((item) => invoice(item.invoiceId, item.instalment, data.currency, [data.reversedOn, item.amount, 1n]));
    case 'RefundPaid':
      return [source(data.source, data.currency, [data.paidOn, data.amount, -1n])];
    case 'RefundReturned':
      return [source(data.source, data.currency, [data.returnedOn, data.amount, 1n])];
    case 'ReversalDebitRaised':
      return debit(data, [data.raisedOn, data.amount, 1n]);
    case 'ReversalDebitWithdrawn':
      return debit(data, [data.withdrawnOn, data.amount, -1n]);
    default:
      return [];
  }
}

const invoice = (invoiceId: string, instalment: number, currency: string, movement: CorrectionMovement['movement']): CorrectionMovement => ({
  key: `invoice ${invoiceId} ${instalment}`, name: `${invoiceId} instalment ${instalment}`, currency, movement,
});

const source = ({ kind, id }: Source, currency: string, movement: CorrectionMovement['movement']): CorrectionMovement => ({ key: `${kind} ${id}`, name: id, currency, movement });

/** The debit stands for money that the receipt no longer has. */
const debit = (
  { debitId, paymentId, currency }: { readonly debitId: string; readonly paymentId: string; readonly currency: string },
  movement: CorrectionMovement['movement'],
): CorrectionMovement[] => [invoice(debitId, 1, currency, movement), source({ kind: 'receipt', id: paymentId }, currency, movement)];

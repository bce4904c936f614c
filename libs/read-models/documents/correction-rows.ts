import { minorOf } from '#money';
import { accountParts, currencyDigits, type CorrectionEvent } from '#ledger';
import type { LedgerFact } from '../projection';
import { dayNumber } from '../store/day-number';
import type { KeyedRows } from '../store/keyed-rows';

/** Rows that corrections change. */
export interface CorrectedRows {
  readonly invoices: KeyedRows;
  readonly creditNotes: KeyedRows;
  readonly payments: KeyedRows;
}

const minor = (amount: string, currency: string): bigint => minorOf(amount, currencyDigits(currency));

/** Settles invoices by other means than money, and uses money for other things than invoices. */
export function applyCorrectionRows(rows: CorrectedRows, event: CorrectionEvent, fact: LedgerFact): void {
  const { type, data } = event;
  switch (type) {
    case 'DeductionAccepted':
      return rows.invoices.add([data.invoiceId], 'settled', minor(data.amount, data.currency));
    case 'DeductionReversed':
      return rows.invoices.add([data.invoiceId], 'settled', -minor(data.amount, data.currency));
    case 'InvoiceWrittenOff':
      return data.items.forEach((item) => rows.invoices.add([item.invoiceId], 'settled', minor(item.amount, data.currency)));
    case 'WriteOffReversed':
      return data.items.forEach((item) => rows.invoices.add([item.invoiceId], 'settled', -minor(item.amount, data.currency)));
    case 'RefundPaid':
      return useSource(rows, data.source, minor(data.amount, data.currency));
    case 'RefundReturned':
      return useSource(rows, data.source, -minor(data.amount, data.currency));
    case 'ReversalDebitRaised':
      return raiseDebit(rows, data, fact);
    case 'ReversalDebitWithdrawn':
      rows.invoices.add([data.debitId], 'settled', minor(data.amount, data.currency));
      return rows.payments.add([data.paymentId], 'identified', -minor(data.amount, data.currency));
    default:
      return withoutRow(event);
  }
}

/** Named one by one, so that a new fact has to be thought of here. */
function withoutRow({ type }: Extract<CorrectionEvent, { type: 'BadDebtTaxRelieved' | `Refund${'Requested' | 'Failed' | 'Ordered' | 'OrderRefused'}` }>): void {
  switch (type) {
    case 'BadDebtTaxRelieved':
    case 'RefundRequested':
    case 'RefundFailed':
    case 'RefundOrdered':
    case 'RefundOrderRefused':
  }
}

function useSource(rows: CorrectedRows, { kind, id }: { readonly kind: 'receipt' | 'credit'; readonly id: string }, amount: bigint): void {
  const table = kind === 'receipt' ? rows.payments : rows.creditNotes;
  table.add([id], 'applied', amount);
}

/** The debit stands among the documents as an item without a document of its own. */
function raiseDebit(rows: CorrectedRows, data: Extract<CorrectionEvent, { type: 'ReversalDebitRaised' }>['data'], { stored, sequence }: LedgerFact): void {
  const { entityId, customerId } = accountParts(data.accountId);
  const amount = minor(data.amount, data.currency);
  const day = dayNumber(data.raisedOn);
  rows.invoices.insert({
    invoice_id: data.debitId, document_number: data.debitId, origin: 'reversal-debit', stream: stored.stream, revision: stored.revision, series_id: '',
    entity_id: entityId, customer_id: customerId, account_id: data.accountId, issue_day: day, due_day: day, currency: data.currency,
    net: amount, tax: 0n, gross: amount, sequence,
  });
  rows.payments.add([data.paymentId], 'identified', amount);
}

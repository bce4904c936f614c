import type { AccountState } from './account.state';
import type { CorrectionEvent } from './correction.events';
import { foldDeductionAccepted, foldDeductionReversed } from './deduction.fold';
import { foldDebitRaised, foldDebitWithdrawn, foldRefundEnded, foldRefundOrdered, foldRefundPaid, foldRefundRequested } from './refund.fold';
import { foldTaxRelieved, foldWriteOffReversed, foldWrittenOff } from './write-off.fold';

/** Deductions, write-offs, refunds and what they bring back. */
export function applyCorrection(state: AccountState, event: CorrectionEvent, inputHash: string): void {
  switch (event.type) {
    case 'DeductionAccepted':
      return foldDeductionAccepted(state, event.data, inputHash);
    case 'DeductionReversed':
      return foldDeductionReversed(state, event.data, inputHash);
    case 'InvoiceWrittenOff':
      return foldWrittenOff(state, event.data, inputHash);
    case 'WriteOffReversed':
      return foldWriteOffReversed(state, event.data, inputHash);
    case 'BadDebtTaxRelieved':
      return foldTaxRelieved(state, event.data, inputHash);
    case 'ReversalDebitRaised':
      return foldDebitRaised(state, event.data);
    case 'ReversalDebitWithdrawn':
      return foldDebitWithdrawn(state, event.data);
    default:
      return applyRefund(state, event, inputHash);
  }
}

type RefundEvent = Extract<CorrectionEvent, { readonly type: `Refund${string}` }>;

function applyRefund(state: AccountState, event: RefundEvent, inputHash: string): void {
  switch (event.type) {
    case 'RefundRequested':
      return foldRefundRequested(state, event.data, inputHash);
    case 'RefundPaid':
      return foldRefundPaid(state, event.data, inputHash);
    case 'RefundFailed':
      return foldRefundEnded(state, { ...event.data, endedOn: event.data.failedOn, status: 'failed' }, inputHash);
    case 'RefundReturned':
      return foldRefundEnded(state, { ...event.data, endedOn: event.data.returnedOn, status: 'returned' }, inputHash);
    case 'RefundOrdered':
      return foldRefundOrdered(state, event.data.refundId, event.data.gateway);
    case 'RefundOrderRefused':
      return foldRefundOrdered(state, event.data.refundId, null);
  }
}

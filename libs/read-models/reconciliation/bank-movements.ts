import { accountParts, type LedgerEvent } from '#ledger';

export interface BankMovement {
  readonly kind: 'payment' | 'payment-reversal' | 'refund-requested' | 'refund' | 'refund-return' | 'bank-fee' | 'payout';
  readonly entityId: string;
  readonly subjectId: string;
  readonly accountId?: string;
  readonly day: string;
  readonly currency: string;
  /** What the bank account gains, as text; a leading minus turns the fact's own amount round. */
  readonly amount: string;
  readonly bankLine?: { readonly statementId: string; readonly lineId: string };
}

const turned = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** What a fact moves at the bank, by the postings of the books; a refund that is asked for moves nothing yet. */
export function bankMovementOf(event: LedgerEvent): BankMovement | undefined {
  switch (event.type) {
    case 'PaymentReceived': {
      const { paymentId, entityId, receivedOn, currency, amount, heldBy, bankLine } = event.data;
      const moved = { kind: 'payment' as const, entityId, subjectId: paymentId, day: receivedOn, currency, amount, ...(bankLine === undefined ? {} : { bankLine }) };
      return heldBy === undefined ? moved : undefined;
    }
    case 'PaymentReversed': {
      const { reversalId, entityId, valueDate, currency, amount, heldBy } = event.data;
      return heldBy === undefined ? { kind: 'payment-reversal', entityId, subjectId: reversalId, day: valueDate, currency, amount: turned(amount) } : undefined;
    }
    case 'RefundRequested': {
      const { refundId, accountId, requestedOn, currency, amount } = event.data;
      return { kind: 'refund-requested', entityId: accountParts(accountId).entityId, subjectId: refundId, accountId, day: requestedOn, currency, amount: turned(amount) };
    }
    case 'RefundPaid': {
      const { refundId, accountId, paidOn, currency, amount, heldBy } = event.data;
      const moved = { kind: 'refund' as const, entityId: accountParts(accountId).entityId, subjectId: refundId, accountId, day: paidOn, currency, amount: turned(amount) };
      return heldBy === undefined ? moved : undefined;
    }
    case 'RefundReturned': {
      const { refundId, accountId, returnedOn, currency, amount, heldBy } = event.data;
      const moved = { kind: 'refund-return' as const, entityId: accountParts(accountId).entityId, subjectId: refundId, accountId, day: returnedOn, currency, amount };
      return heldBy === undefined ? moved : undefined;
    }
    case 'BankFeeCharged': {
      const { feeId, entityId, chargedOn, currency, amount, bankLine } = event.data;
      return { kind: 'bank-fee', entityId, subjectId: feeId, day: chargedOn, currency, amount: turned(amount), ...(bankLine === undefined ? {} : { bankLine }) };
    }
    case 'GatewayPayoutSettled': {
      const { payoutId, entityId, settledOn, currency, net } = event.data;
      return { kind: 'payout', entityId, subjectId: payoutId, day: settledOn, currency, amount: net };
    }
    default:
      return undefined;
  }
}

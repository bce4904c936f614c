import { accountParts, refundReturnSubject, type LedgerEvent } from '#ledger';

export interface BankMovement {
  readonly kind: 'payment' | 'payment-reversal' | 'refund-requested' | 'refund' | 'refund-return' | 'bank-fee' | 'payout';
  readonly entityId: string;
  readonly subjectId: string;
  readonly accountId?: string;
  readonly day: string;
  readonly currency: string;
  /** What the bank account gains, as text; a leading minus turns the fact's own amount round. */
  readonly amount: string;
  /** What the bank calls it, as a person noted it. */
  readonly reference?: string;
  readonly bankLine?: { readonly statementId: string; readonly lineId: string };
}

const turned = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

const lineOf = (bankLine: BankMovement['bankLine']): Pick<BankMovement, 'bankLine'> => (bankLine === undefined ? {} : { bankLine });

/** What each fact that moves money at the bank says; what a gateway holds is not there yet. */
const movements: { readonly [Type in LedgerEvent['type']]?: (data: DataOf<Type>) => BankMovement | undefined } = {
  PaymentReceived: ({ paymentId, entityId, receivedOn, currency, amount, heldBy, bankLine }) =>
    heldBy === undefined ? { kind: 'payment', entityId, subjectId: paymentId, day: receivedOn, currency, amount, ...lineOf(bankLine) } : undefined,
  PaymentReversed: ({ reversalId, entityId, valueDate, currency, amount, heldBy }) =>
    heldBy === undefined ? { kind: 'payment-reversal', entityId, subjectId: reversalId, day: valueDate, currency, amount: turned(amount) } : undefined,
  RefundRequested: ({ refundId, accountId, requestedOn, currency, amount }) => ({
    kind: 'refund-requested', entityId: accountParts(accountId).entityId, subjectId: refundId, accountId, day: requestedOn, currency, amount: turned(amount),
  }),
  RefundPaid: ({ refundId, accountId, paidOn, currency, amount, heldBy, bankReference }) =>
    heldBy === undefined
      ? {
          kind: 'refund', entityId: accountParts(accountId).entityId, subjectId: refundId, accountId, day: paidOn, currency, amount: turned(amount),
          ...(bankReference === undefined ? {} : { reference: bankReference }),
        }
      : undefined,
  RefundReturned: ({ refundId, accountId, returnedOn, currency, amount, heldBy }) =>
    heldBy === undefined ? { kind: 'refund-return', entityId: accountParts(accountId).entityId, subjectId: refundReturnSubject(refundId), accountId, day: returnedOn, currency, amount } : undefined,
  BankFeeCharged: ({ feeId, entityId, chargedOn, currency, amount, bankLine }) => ({
    kind: 'bank-fee', entityId, subjectId: feeId, day: chargedOn, currency, amount: turned(amount), ...lineOf(bankLine),
  }),
  GatewayPayoutSettled: ({ payoutId, entityId, settledOn, currency, net }) => ({ kind: 'payout', entityId, subjectId: payoutId, day: settledOn, currency, amount: net }),
};

/** What a fact moves at the bank, by the postings of the books; a refund that is asked for moves nothing yet. */
export function bankMovementOf(event: LedgerEvent): BankMovement | undefined {
  const movementOf = (movements as Readonly<Record<string, ((data: never) => BankMovement | undefined) | undefined>>)[event.type];
  return movementOf?.(event.data as never);
}

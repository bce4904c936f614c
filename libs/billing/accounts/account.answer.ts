import type { DeductionAcceptedAnswer } from '#ledger';
import type { AllocatedItemAnswer } from '../payments/payment.answer';

export interface AllocatedAnswer {
  readonly accountId: string;
  readonly allocationId: string;
  readonly allocatedOn: string;
  readonly currency: string;
  readonly items: readonly AllocatedItemAnswer[];
  /** What is left of the receipt or credit. */
  readonly unapplied: string;
  /** What was accepted as settled with it. */
  readonly deductions?: readonly DeductionAcceptedAnswer[];
  /** Revision of the account's stream: its ETag. */
  readonly revision: number;
}

export interface AllocationReversedAnswer {
  readonly accountId: string;
  readonly allocationId: string;
  readonly reversalId: string;
  readonly reversedOn: string;
  readonly currency: string;
  readonly items: readonly AllocatedItemAnswer[];
  readonly revision: number;
}

export interface DisputeAnswer {
  readonly accountId: string;
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly state: 'open' | 'resolved';
  readonly revision: number;
}

export interface HoldAnswer {
  readonly accountId: string;
  readonly held: boolean;
  readonly revision: number;
}

/** So much of one instalment of one invoice. */
export interface AllocatedItemAnswer {
  readonly invoiceId: string;
  readonly documentNumber?: string;
  readonly instalment: number;
  readonly amount: string;
  /** What it settles of an item in another currency. */
  readonly settles?: string;
  readonly settlesCurrency?: string;
}

export interface AllocationAnswer {
  readonly allocationId: string;
  readonly accountId: string;
  readonly allocatedOn: string;
  readonly items: readonly AllocatedItemAnswer[];
}

export interface PaymentAnswer {
  readonly paymentId: string;
  readonly currency: string;
  readonly amount: string;
  readonly identified: string;
  readonly unidentified: string;
  /** Identified and not allocated. */
  readonly unapplied: string;
  readonly allocations: readonly AllocationAnswer[];
}

export interface PaymentReversalAnswer {
  readonly paymentId: string;
  readonly reversalId: string;
  readonly currency: string;
  readonly amount: string;
  /** Allocations (or parts) that were undone. */
  readonly reversed: readonly AllocationAnswer[];
}

export interface PaymentMovedAnswer {
  readonly paymentId: string;
  readonly requestId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly movedOn: string;
  readonly currency: string;
  readonly amount: string;
  /** What it paid there at first. */
  readonly allocations: readonly AllocationAnswer[];
}

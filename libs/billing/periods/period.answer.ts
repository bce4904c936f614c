import type { PeriodAnswer } from '#ledger';

export interface PeriodClosedAnswer extends PeriodAnswer {
  /** Ledger sequence of the closing and hash of its trial balance; null while they are being worked out. */
  readonly totals: { readonly cutOff: number; readonly bodyHash: string } | null;
}

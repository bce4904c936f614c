/** How far a sale has come: `waiting` has no invoice yet; `nothing-to-bill`: every line is zero. */
export type SaleState = 'billed' | 'waiting' | 'nothing-to-bill' | 'cancelled';

export interface TotalsAnswer {
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

export interface SaleAnswer {
  readonly saleId: string;
  readonly accountId: string;
  readonly state: SaleState;
  /** Why it waits, or why there is nothing to bill. */
  readonly reason?: string;
  /** It goes beyond the payer's credit limit, and is billed all the same. */
  readonly warning?: string;
  /** From here on present when billed. */
  readonly invoiceId?: string;
  readonly seriesId?: string;
  readonly documentNumber?: string;
  readonly issueDate?: string;
  readonly currency?: string;
  readonly totals?: TotalsAnswer;
}

import type { TotalsAnswer } from '../sales/sale.answer';

/** A piece of the credit; without an invoice it stands alone. */
export interface CreditedLineAnswer {
  readonly lineId: string;
  readonly returnLineId: string;
  readonly quantity: string;
  readonly net: string;
  readonly tax: string;
  readonly invoiceId?: string;
  readonly invoiceLineId?: string;
}

export interface ReturnAnswer {
  readonly returnId: string;
  readonly accountId: string;
  readonly state: 'credited' | 'refused' | 'waiting';
  /** Why it was refused or waits. */
  readonly reason?: string;
  readonly creditNoteId?: string;
  readonly seriesId?: string;
  readonly documentNumber?: string;
  readonly issueDate?: string;
  readonly currency?: string;
  readonly totals?: TotalsAnswer;
  readonly lines?: readonly CreditedLineAnswer[];
}

import type {
  DeductionAcceptedAnswer, DeductionReversedAnswer as DecidedReversal, LateChargeClaimed, TaxRelievedAnswer,
  WriteOffReversedAnswer as DecidedWriteOffReversal, WrittenOffAnswer,
} from '#ledger';

/** What the account decided, with its revision after it: its ETag. */
export type OfAccount<Answer> = Answer & { readonly accountId: string; readonly revision: number };

export type DeductionAnswer = OfAccount<DeductionAcceptedAnswer>;
export type DeductionReversedAnswer = OfAccount<DecidedReversal>;
export type WriteOffAnswer = OfAccount<WrittenOffAnswer>;
export type WriteOffReversedAnswer = OfAccount<DecidedWriteOffReversal>;
export type TaxReliefAnswer = OfAccount<TaxRelievedAnswer>;

/** A fee or interest and the sale and invoice that bill it. */
export interface LateChargeAnswer extends Pick<LateChargeClaimed['data'], 'purpose' | 'saleId' | 'aboutInvoiceId' | 'from' | 'through' | 'currency' | 'amount'> {
  readonly state: string;
  readonly invoiceId?: string;
  readonly invoiceNumber?: string;
}

export interface LateChargesAnswer {
  readonly accountId: string;
  readonly through: string;
  readonly charges: readonly LateChargeAnswer[];
  /** More invoices are overdue than one request charges. */
  readonly more: boolean;
  readonly revision: number;
}

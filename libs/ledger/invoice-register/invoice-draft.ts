import type { InvoiceIssued } from './invoice.events';

type Issued = InvoiceIssued['data'];

/**
 * An assigned invoice before it has its number: everything that its issue rests on, frozen when it was assigned. A sale
 * billed for itself and a billing run both end here.
 */
export interface InvoiceDraft
  extends Pick<
    Issued,
    | 'invoiceId' | 'seriesId' | 'entityId' | 'customerId' | 'accountId' | 'supplyDate' | 'currency' | 'rounding' | 'lines' | 'taxSummary'
    | 'totals' | 'saleIds' | 'contractIds' | 'runId' | 'purpose' | 'aboutInvoiceId' | 'taxInclusive' | 'documentDiscountPercent'
    | 'documentDiscountAmount' | 'supplyPeriod' | 'reference'
  > {
  readonly requestedIssueDate: string;
  /** Base units per unit of the currency. */
  readonly rate: string;
  readonly baseCurrency: string;
  readonly billToCustomerId?: string;
  /** Revisions of the streams whose facts were used. */
  readonly entityRevision: number;
  readonly customerRevision: number;
  readonly billToRevision?: number;
}

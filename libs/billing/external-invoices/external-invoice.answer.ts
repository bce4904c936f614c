export interface ExternalInvoiceAnswer {
  readonly invoiceId: string;
  readonly accountId: string;
  readonly source: string;
  readonly documentNumber: string;
}

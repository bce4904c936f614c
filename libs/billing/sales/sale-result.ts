import type { SaleAnswer as DecidedSale, InvoiceIssued } from '#ledger';
import type { SaleAnswer } from './sale.answer';

/** The answer of a sale that is not billed, or of one whose invoice is being issued. */
export function saleResult(decided: DecidedSale, invoice: InvoiceIssued['data'] | null): SaleAnswer {
  const { saleId, accountId, progress, reason, warning } = decided;
  const answer: SaleAnswer = { saleId, accountId, state: progress, ...(reason === undefined ? {} : { reason }), ...(warning === undefined ? {} : { warning }) };
  if (invoice === null) {
    return answer;
  }
  const { invoiceId, seriesId, documentNumber, issueDate, currency, totals } = invoice;
  return { ...answer, invoiceId, seriesId, documentNumber, issueDate, currency, totals };
}

import { assertFact } from '../documents/assert-fact';
import { checkedCurrency } from '../input-rules';
import type { InvoiceDraft } from '../invoice-register/invoice-draft';
import type { InvoiceIssued } from '../invoice-register/invoice.events';
import { lineRecognition } from '../revenue/line-recognition';
import type { Billing, SaleFacts } from './sale.state';

/** The invoice of a sale that is billed for itself, from what its assignment froze. */
export function saleDraft(sale: SaleFacts, billing: Billing): InvoiceDraft {
  const { reference, purpose, aboutInvoiceId, taxInclusive, documentDiscountPercent, documentDiscountAmount, billToCustomerId } = sale;
  return {
    invoiceId: billing.invoiceId,
    seriesId: billing.seriesId,
    requestedIssueDate: billing.requestedIssueDate,
    entityId: sale.entityId,
    customerId: sale.customerId,
    accountId: sale.accountId,
    supplyDate: sale.supplyDate,
    currency: billing.currency,
    rate: billing.rate,
    baseCurrency: billing.baseCurrency,
    rounding: billing.rounding,
    lines: saleInvoiceLines(sale, billing),
    taxSummary: billing.taxSummary,
    totals: billing.totals,
    saleIds: [sale.saleId],
    entityRevision: billing.entityRevision,
    customerRevision: billing.customerRevision,
    ...(billing.billToRevision === undefined ? {} : { billToRevision: billing.billToRevision }),
    ...(reference === undefined ? {} : { reference }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(aboutInvoiceId === undefined ? {} : { aboutInvoiceId }),
    ...(taxInclusive === undefined ? {} : { taxInclusive }),
    ...(documentDiscountPercent === undefined ? {} : { documentDiscountPercent }),
    ...(documentDiscountAmount === undefined ? {} : { documentDiscountAmount }),
    ...(billToCustomerId === undefined ? {} : { billToCustomerId }),
  };
}

/** The sale's lines with the figures they were priced at. */
export function saleInvoiceLines(sale: SaleFacts, billing: Billing): InvoiceIssued['data']['lines'] {
  const currency = checkedCurrency(billing.currency);
  assertFact(billing.lines.length === sale.lines.length, `sale ${sale.saleId} has ${sale.lines.length} lines and ${billing.lines.length} prices`);
  return sale.lines.map((line, index) => {
    const priced = billing.lines[index];
    assertFact(priced?.lineId === line.lineId, `line ${line.lineId} of sale ${sale.saleId} has no price of its own`);
    const { lineId, description, quantity, unitPrice, taxCategory, taxRate, productCode, discountPercent, discountAmount, taxNote, servicePeriod } = line;
    const recognition = lineRecognition({
      rule: line.recognition ?? 'at-issue', net: priced.net, currency, supplyDate: sale.supplyDate, ...(servicePeriod === undefined ? {} : { servicePeriod }),
    });
    return {
      lineId,
      saleId: sale.saleId,
      description,
      quantity,
      unitPrice,
      net: priced.net,
      tax: priced.tax,
      taxCategory,
      taxRate,
      recognition,
      ...(productCode === undefined ? {} : { productCode }),
      ...(discountPercent === undefined ? {} : { discountPercent }),
      ...(discountAmount === undefined ? {} : { discountAmount }),
      ...(taxNote === undefined ? {} : { taxNote }),
      ...(servicePeriod === undefined ? {} : { servicePeriod }),
    };
  });
}

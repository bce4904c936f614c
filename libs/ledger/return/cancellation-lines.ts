import { Decimal, decimalOf } from '#money';
import { linesMax } from '../pricing';
import type { InvoiceLineLeft } from './invoice-lines-left';
import type { ReturnLine } from './return.events';

/**
 * Everything that is left of an invoice, line by line. A line whose quantity is all credited and that still bears an
 * amount is taken by that amount.
 */
export function cancellationLines(invoiceId: string, left: readonly InvoiceLineLeft[], delivery: NonNullable<ReturnLine['delivery']>): readonly ReturnLine[] {
  const lines = left.filter((each) => each.invoiceId === invoiceId && !(decimalOf(each.netLeft).isZero() && decimalOf(each.taxLeft).isZero()));
  return lines.slice(0, linesMax).map((each) => lineOf(each, delivery));
}

function lineOf(left: InvoiceLineLeft, delivery: NonNullable<ReturnLine['delivery']>): ReturnLine {
  const { invoiceId, invoiceLineId, productCode, unitPrice, quantityLeft, netLeft, taxCategory, taxRate, line } = left;
  const byQuantity = delivery !== 'price' && new Decimal(quantityLeft).gt(0);
  return {
    lineId: invoiceLineId,
    description: line?.description ?? invoiceLineId,
    taxCategory,
    taxRate,
    invoiceId,
    invoiceLineId,
    delivery,
    ...(productCode === undefined ? {} : { productCode }),
    ...(byQuantity ? { quantity: quantityLeft, unitPrice } : { quantity: '1', unitPrice: netLeft, net: netLeft }),
  };
}

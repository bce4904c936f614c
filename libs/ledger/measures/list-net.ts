import { Decimal, decimalOf, knownCurrency, minorOf, roundToMoney } from '#money';
import type { InvoiceIssued, InvoiceLine } from '../invoice-register/invoice.events';

type PricedDocument = Pick<InvoiceIssued['data'], 'currency' | 'lines' | 'documentDiscountPercent' | 'documentDiscountAmount' | 'taxInclusive'>;

/**
 * What the lines of an invoice would come to without any discount, net of tax, in minor units, in their order: price ×
 * quantity, half a minor unit rounded up; a line without a discount comes to its net, whatever rounding gave it.
 */
export function listNets(document: PricedDocument): readonly bigint[] {
  const left = documentShareLeft(document);
  return document.lines.map((line) => {
    const share = lineShareLeft(line).times(left);
    const currency = knownCurrency(document.currency);
    return share.equals(1) ? minorOf(line.net, currency.digits) : roundToMoney(grossOf(line).div(taxIn(line, document)), currency, 'half-up').minor;
  });
}

const grossOf = ({ quantity, unitPrice }: InvoiceLine): Decimal => decimalOf(quantity).times(decimalOf(unitPrice));

const taxIn = ({ taxRate }: InvoiceLine, { taxInclusive }: PricedDocument): Decimal =>
  taxInclusive === undefined ? new Decimal(1) : decimalOf(taxRate).div(100).plus(1);

/** What its own discount leaves of a line, as a share of 1. */
function lineShareLeft(line: InvoiceLine): Decimal {
  const gross = grossOf(line);
  const byPercent = line.discountPercent === undefined ? new Decimal(1) : new Decimal(1).minus(decimalOf(line.discountPercent).div(100));
  if (line.discountAmount === undefined || gross.isZero()) return byPercent;
  return byPercent.minus(decimalOf(line.discountAmount).div(gross));
}

/** What a discount on the whole document leaves of it. */
function documentShareLeft({ lines, documentDiscountPercent, documentDiscountAmount }: PricedDocument): Decimal {
  if (documentDiscountPercent !== undefined) return new Decimal(1).minus(decimalOf(documentDiscountPercent).div(100));
  if (documentDiscountAmount === undefined) return new Decimal(1);
  const before = lines.reduce((sum, line) => sum.plus(grossOf(line).times(lineShareLeft(line))), new Decimal(0));
  return before.isZero() ? new Decimal(1) : new Decimal(1).minus(decimalOf(documentDiscountAmount).div(before));
}

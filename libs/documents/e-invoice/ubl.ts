import type { SemanticInvoice, SemanticLine, SemanticTotals } from './semantic-invoice';
import { ublAdjustment, ublAmount, ublParty, ublPayment, ublPeriod, ublTaxCategory } from './ubl-parts';
import { when, withAttributes, xmlDocument, type XmlElement } from './xml-tree';

/** EN 16931 itself, no national usage of it. */
export const customization = 'urn:cen.eu:en16931:2017';
/** UN/ECE recommendation 20: one. */
export const unitCode = 'C62';

const schemas = 'urn:oasis:names:specification:ubl:schema:xsd';

/** UBL 2.1: an Invoice, or a CreditNote for type 381. Elements stand in the order of their schema. */
export function ublXml(invoice: SemanticInvoice): string {
  const credit = invoice.typeCode === '381';
  const root = credit ? 'CreditNote' : 'Invoice';
  return xmlDocument({
    [root]: {
      '@xmlns': `${schemas}:${root}-2`,
      '@xmlns:cac': `${schemas}:CommonAggregateComponents-2`,
      '@xmlns:cbc': `${schemas}:CommonBasicComponents-2`,
      'cbc:CustomizationID': customization,
      'cbc:ID': invoice.number,
      'cbc:IssueDate': invoice.issueDate,
      ...(credit ? creditNoteHead(invoice) : invoiceHead(invoice)),
      'cbc:DocumentCurrencyCode': invoice.currency,
      'cbc:TaxCurrencyCode': invoice.accountingTax?.currency,
      'cbc:BuyerReference': invoice.buyerReference,
      'cac:InvoicePeriod': ublPeriod(invoice.period),
      'cac:BillingReference': invoice.preceding.map(({ number, issueDate }) => ({ 'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issueDate } })),
      'cac:ContractDocumentReference': when(invoice.contractReference, (id) => ({ 'cbc:ID': id })),
      'cac:AccountingSupplierParty': ublParty(invoice.seller),
      'cac:AccountingCustomerParty': ublParty(invoice.buyer),
      'cac:Delivery': when(invoice.deliveryDate, (day) => ({ 'cbc:ActualDeliveryDate': day })),
      'cac:PaymentMeans': when(invoice.payment, ublPayment),
      'cac:PaymentTerms': when(invoice.terms, (note) => ({ 'cbc:Note': note })),
      'cac:AllowanceCharge': invoice.adjustments.map((each) => ublAdjustment(each, invoice.currency, each.tax)),
      'cac:TaxTotal': taxTotals(invoice),
      'cac:LegalMonetaryTotal': monetaryTotal(invoice.totals, invoice.currency),
      [`cac:${root}Line`]: invoice.lines.map((line) => ublLine(line, invoice.currency, credit ? 'CreditedQuantity' : 'InvoicedQuantity')),
    },
  });
}

const invoiceHead = ({ dueDate, typeCode, note, taxPointDate }: SemanticInvoice): XmlElement => ({
  'cbc:DueDate': dueDate,
  'cbc:InvoiceTypeCode': typeCode,
  'cbc:Note': note,
  'cbc:TaxPointDate': taxPointDate,
});

/** Here the tax point stands before the type, and there is no due date. */
const creditNoteHead = ({ typeCode, note, taxPointDate }: SemanticInvoice): XmlElement => ({
  'cbc:TaxPointDate': taxPointDate,
  'cbc:CreditNoteTypeCode': typeCode,
  'cbc:Note': note,
});

function taxTotals({ taxes, totals, currency, accountingTax }: SemanticInvoice): readonly XmlElement[] {
  const own = {
    'cbc:TaxAmount': ublAmount(totals.tax, currency),
    'cac:TaxSubtotal': taxes.map((row) => ({
      'cbc:TaxableAmount': ublAmount(row.base, currency),
      'cbc:TaxAmount': ublAmount(row.tax, currency),
      'cac:TaxCategory': ublTaxCategory(row, row),
    })),
  };
  return accountingTax === undefined ? [own] : [own, { 'cbc:TaxAmount': ublAmount(accountingTax.amount, accountingTax.currency) }];
}

const monetaryTotal = ({ lines, net, gross, allowances, charges }: SemanticTotals, currency: string): XmlElement => ({
  'cbc:LineExtensionAmount': ublAmount(lines, currency),
  'cbc:TaxExclusiveAmount': ublAmount(net, currency),
  'cbc:TaxInclusiveAmount': ublAmount(gross, currency),
  'cbc:AllowanceTotalAmount': when(allowances, (amount) => ublAmount(amount, currency)),
  'cbc:ChargeTotalAmount': when(charges, (amount) => ublAmount(amount, currency)),
  'cbc:PayableAmount': ublAmount(gross, currency),
});

const ublLine = (line: SemanticLine, currency: string, quantityName: string): XmlElement => ({
  'cbc:ID': line.id,
  [`cbc:${quantityName}`]: withAttributes(line.quantity, { unitCode }),
  'cbc:LineExtensionAmount': ublAmount(line.net, currency),
  'cac:InvoicePeriod': ublPeriod(line.period),
  'cac:AllowanceCharge': line.adjustments.map((each) => ublAdjustment(each, currency)),
  'cac:Item': {
    'cbc:Name': line.name,
    'cac:SellersItemIdentification': when(line.productCode, (code) => ({ 'cbc:ID': code })),
    'cac:ClassifiedTaxCategory': ublTaxCategory(line.tax),
  },
  'cac:Price': { 'cbc:PriceAmount': ublAmount(line.price, currency) },
});

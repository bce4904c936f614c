import { ciiAdjustment, ciiDateTime, ciiFormattedDateTime, ciiParty, ciiPayment, ciiPeriod, ciiTaxBreakdown, ciiTaxClass } from './cii-parts';
import type { SemanticInvoice, SemanticLine } from './semantic-invoice';
import { customization, unitCode } from './ubl';
import { when, withAttributes, xmlDocument, type XmlContent, type XmlElement } from './xml-tree';

const standard = 'urn:un:unece:uncefact:data:standard';

/** UN/CEFACT Cross Industry Invoice D16B, which Factur-X and ZUGFeRD embed. Elements stand in the order of their schema. */
export function ciiXml(invoice: SemanticInvoice): string {
  return xmlDocument({
    'rsm:CrossIndustryInvoice': {
      '@xmlns:rsm': `${standard}:CrossIndustryInvoice:100`,
      '@xmlns:ram': `${standard}:ReusableAggregateBusinessInformationEntity:100`,
      '@xmlns:qdt': `${standard}:QualifiedDataType:100`,
      '@xmlns:udt': `${standard}:UnqualifiedDataType:100`,
      'rsm:ExchangedDocumentContext': { 'ram:GuidelineSpecifiedDocumentContextParameter': { 'ram:ID': customization } },
      'rsm:ExchangedDocument': {
        'ram:ID': invoice.number,
        'ram:TypeCode': invoice.typeCode,
        'ram:IssueDateTime': ciiDateTime(invoice.issueDate),
        'ram:IncludedNote': when(invoice.note, (note) => ({ 'ram:Content': note })),
      },
      'rsm:SupplyChainTradeTransaction': {
        'ram:IncludedSupplyChainTradeLineItem': invoice.lines.map(ciiLine),
        'ram:ApplicableHeaderTradeAgreement': {
          'ram:BuyerReference': invoice.buyerReference,
          'ram:SellerTradeParty': ciiParty(invoice.seller),
          'ram:BuyerTradeParty': ciiParty(invoice.buyer),
          'ram:ContractReferencedDocument': when(invoice.contractReference, (id) => ({ 'ram:IssuerAssignedID': id })),
        },
        'ram:ApplicableHeaderTradeDelivery': delivery(invoice.deliveryDate),
        'ram:ApplicableHeaderTradeSettlement': settlement(invoice),
      },
    },
  });
}

/** The schema asks for the element also where it says nothing. */
const delivery = (date: string | undefined): XmlContent =>
  date === undefined ? '' : { 'ram:ActualDeliverySupplyChainEvent': { 'ram:OccurrenceDateTime': ciiDateTime(date) } };

function settlement(invoice: SemanticInvoice): XmlElement {
  const { payment, dueDate, terms } = invoice;
  return {
    'ram:PaymentReference': payment?.remittance,
    'ram:TaxCurrencyCode': invoice.accountingTax?.currency,
    'ram:InvoiceCurrencyCode': invoice.currency,
    'ram:SpecifiedTradeSettlementPaymentMeans': when(payment, ciiPayment),
    // One tax point for the whole document, said once (CII-SR-461).
    'ram:ApplicableTradeTax': invoice.taxes.map((row, place) => ciiTaxBreakdown(row, place === 0 ? invoice.taxPointDate : undefined)),
    'ram:BillingSpecifiedPeriod': ciiPeriod(invoice.period),
    'ram:SpecifiedTradeAllowanceCharge': invoice.adjustments.map((each) => ciiAdjustment(each, each.tax)),
    'ram:SpecifiedTradePaymentTerms':
      terms === undefined && dueDate === undefined ? undefined : { 'ram:Description': terms, 'ram:DueDateDateTime': when(dueDate, ciiDateTime) },
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation': summation(invoice),
    'ram:InvoiceReferencedDocument': invoice.preceding.map(({ number, issueDate }) => ({
      'ram:IssuerAssignedID': number,
      'ram:FormattedIssueDateTime': when(issueDate, ciiFormattedDateTime),
    })),
  };
}

function summation({ totals, currency, accountingTax }: SemanticInvoice): XmlElement {
  return {
    'ram:LineTotalAmount': totals.lines,
    'ram:ChargeTotalAmount': totals.charges,
    'ram:AllowanceTotalAmount': totals.allowances,
    'ram:TaxBasisTotalAmount': totals.net,
    'ram:TaxTotalAmount': [
      withAttributes(totals.tax, { currencyID: currency }),
      ...(accountingTax === undefined ? [] : [withAttributes(accountingTax.amount, { currencyID: accountingTax.currency })]),
    ],
    'ram:GrandTotalAmount': totals.gross,
    'ram:DuePayableAmount': totals.gross,
  };
}

const ciiLine = (line: SemanticLine): XmlElement => ({
  'ram:AssociatedDocumentLineDocument': { 'ram:LineID': line.id },
  'ram:SpecifiedTradeProduct': { 'ram:SellerAssignedID': line.productCode, 'ram:Name': line.name },
  'ram:SpecifiedLineTradeAgreement': { 'ram:NetPriceProductTradePrice': { 'ram:ChargeAmount': line.price } },
  'ram:SpecifiedLineTradeDelivery': { 'ram:BilledQuantity': withAttributes(line.quantity, { unitCode }) },
  'ram:SpecifiedLineTradeSettlement': {
    'ram:ApplicableTradeTax': ciiTaxClass(line.tax),
    'ram:BillingSpecifiedPeriod': ciiPeriod(line.period),
    'ram:SpecifiedTradeAllowanceCharge': line.adjustments.map((each) => ciiAdjustment(each)),
    'ram:SpecifiedTradeSettlementLineMonetarySummation': { 'ram:LineTotalAmount': line.net },
  },
});

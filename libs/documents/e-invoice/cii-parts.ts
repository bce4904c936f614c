import type { Adjustment, PaymentInstructions, Period, SemanticParty, TaxBreakdown, TaxClass } from './semantic-invoice';
import { when, withAttributes, type XmlContent, type XmlElement } from './xml-tree';

/** Format 102: `YYYYMMDD`. */
const day = (date: string, prefix: 'udt' | 'qdt' = 'udt', type: 'DateTimeString' | 'DateString' = 'DateTimeString'): XmlElement => ({
  [`${prefix}:${type}`]: withAttributes(date.replaceAll('-', ''), { format: '102' }),
});

export const ciiDateTime = (date: string): XmlElement => day(date);
export const ciiFormattedDateTime = (date: string): XmlElement => day(date, 'qdt');
export const ciiDate = (date: string): XmlElement => day(date, 'udt', 'DateString');

export function ciiParty(party: SemanticParty): XmlElement {
  return {
    'ram:ID': party.id,
    'ram:Name': party.name,
    'ram:SpecifiedLegalOrganization': when(party.registration, (id) => ({ 'ram:ID': id })),
    'ram:DefinedTradeContact': contact(party),
    'ram:PostalTradeAddress': {
      'ram:PostcodeCode': party.postalCode,
      'ram:LineOne': party.street,
      'ram:CityName': party.city,
      'ram:CountryID': party.country,
    },
    // EM: an e-mail address, in the code list of electronic addresses.
    'ram:URIUniversalCommunication': when(party.email, (email) => ({ 'ram:URIID': withAttributes(email, { schemeID: 'EM' }) })),
    'ram:SpecifiedTaxRegistration': [
      ...(party.vatId === undefined ? [] : [{ 'ram:ID': withAttributes(party.vatId, { schemeID: 'VA' }) }]),
      ...(party.taxNumber === undefined ? [] : [{ 'ram:ID': withAttributes(party.taxNumber, { schemeID: 'FC' }) }]),
    ],
  };
}

const contact = ({ phone, email }: SemanticParty): XmlContent =>
  phone === undefined && email === undefined
    ? undefined
    : {
        'ram:TelephoneUniversalCommunication': when(phone, (number) => ({ 'ram:CompleteNumber': number })),
        'ram:EmailURIUniversalCommunication': when(email, (address) => ({ 'ram:URIID': address })),
      };

export const ciiPeriod = (period: Period | undefined): XmlContent =>
  when(period, ({ from, to }) => ({ 'ram:StartDateTime': ciiDateTime(from), 'ram:EndDateTime': ciiDateTime(to) }));

export function ciiPayment({ meansCode, meansText, account }: PaymentInstructions): XmlElement {
  return {
    'ram:TypeCode': meansCode,
    'ram:Information': meansText,
    'ram:PayeePartyCreditorFinancialAccount': when(account, ({ iban, accountNumber, holder }) => ({
      'ram:IBANID': iban,
      'ram:AccountName': holder,
      'ram:ProprietaryID': accountNumber,
    })),
    'ram:PayeeSpecifiedCreditorFinancialInstitution': when(account?.bic, (bic) => ({ 'ram:BICID': bic })),
  };
}

/** `tax` is that of a document's adjustment; one of a line shares its line's. */
export function ciiAdjustment(adjustment: Adjustment, tax?: TaxClass): XmlElement {
  const { kind, percent, baseAmount, amount, reasonCode, reason } = adjustment;
  return {
    'ram:ChargeIndicator': { 'udt:Indicator': String(kind === 'charge') },
    'ram:CalculationPercent': percent,
    'ram:BasisAmount': baseAmount,
    'ram:ActualAmount': amount,
    'ram:ReasonCode': reasonCode,
    'ram:Reason': reason,
    'ram:CategoryTradeTax': when(tax, ciiTaxClass),
  };
}

export const ciiTaxClass = ({ category, rate }: TaxClass): XmlElement => ({
  'ram:TypeCode': 'VAT',
  'ram:CategoryCode': category,
  'ram:RateApplicablePercent': rate,
});

export const ciiTaxBreakdown = (row: TaxBreakdown, taxPointDate: string | undefined): XmlElement => ({
  'ram:CalculatedAmount': row.tax,
  'ram:TypeCode': 'VAT',
  'ram:ExemptionReason': row.exemptionReason,
  'ram:BasisAmount': row.base,
  'ram:CategoryCode': row.category,
  'ram:ExemptionReasonCode': row.exemptionCode,
  'ram:TaxPointDate': when(taxPointDate, ciiDate),
  'ram:RateApplicablePercent': row.rate,
});

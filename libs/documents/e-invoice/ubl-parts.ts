import type { Adjustment, PaymentInstructions, Period, SemanticParty, TaxBreakdown, TaxClass } from './semantic-invoice';
import { when, withAttributes, type XmlContent, type XmlElement } from './xml-tree';

const taxScheme = (id: string): XmlElement => ({ 'cbc:ID': id });

/** Money with its currency. */
export const ublAmount = (amount: string, currency: string): XmlElement => withAttributes(amount, { currencyID: currency });

export function ublParty(party: SemanticParty): XmlElement {
  return {
    'cac:Party': {
      // EM: an e-mail address, in the code list of electronic addresses.
      'cbc:EndpointID': when(party.email, (email) => withAttributes(email, { schemeID: 'EM' })),
      'cac:PartyIdentification': when(party.id, (id) => ({ 'cbc:ID': id })),
      'cac:PostalAddress': {
        'cbc:StreetName': party.street,
        'cbc:CityName': party.city,
        'cbc:PostalZone': party.postalCode,
        'cac:Country': { 'cbc:IdentificationCode': party.country },
      },
      'cac:PartyTaxScheme': [
        ...(party.vatId === undefined ? [] : [{ 'cbc:CompanyID': party.vatId, 'cac:TaxScheme': taxScheme('VAT') }]),
        ...(party.taxNumber === undefined ? [] : [{ 'cbc:CompanyID': party.taxNumber, 'cac:TaxScheme': taxScheme('TAX') }]),
      ],
      'cac:PartyLegalEntity': { 'cbc:RegistrationName': party.name, 'cbc:CompanyID': party.registration },
      'cac:Contact': contact(party),
    },
  };
}

const contact = ({ phone, email }: SemanticParty): XmlContent => (phone === undefined && email === undefined ? undefined : { 'cbc:Telephone': phone, 'cbc:ElectronicMail': email });

export const ublPeriod = (period: Period | undefined): XmlContent => when(period, ({ from, to }) => ({ 'cbc:StartDate': from, 'cbc:EndDate': to }));

export function ublPayment(payment: PaymentInstructions): XmlElement {
  const { meansCode, meansText, remittance, account } = payment;
  return {
    'cbc:PaymentMeansCode': meansText === undefined ? meansCode : withAttributes(meansCode, { name: meansText }),
    'cbc:PaymentID': remittance,
    'cac:PayeeFinancialAccount': when(account, ({ iban, accountNumber, holder, bic }) => ({
      'cbc:ID': iban ?? accountNumber,
      'cbc:Name': holder,
      'cac:FinancialInstitutionBranch': when(bic, (code) => ({ 'cbc:ID': code })),
    })),
  };
}

/** `tax` is that of a document's adjustment; one of a line shares its line's. */
export function ublAdjustment(adjustment: Adjustment, currency: string, tax?: TaxClass): XmlElement {
  const { kind, reason, reasonCode, percent, amount, baseAmount } = adjustment;
  return {
    'cbc:ChargeIndicator': String(kind === 'charge'),
    'cbc:AllowanceChargeReasonCode': reasonCode,
    'cbc:AllowanceChargeReason': reason,
    'cbc:MultiplierFactorNumeric': percent,
    'cbc:Amount': ublAmount(amount, currency),
    'cbc:BaseAmount': when(baseAmount, (base) => ublAmount(base, currency)),
    'cac:TaxCategory': when(tax, ublTaxCategory),
  };
}

export function ublTaxCategory({ category, rate }: TaxClass, reason: Pick<TaxBreakdown, 'exemptionCode' | 'exemptionReason'> = {}): XmlElement {
  return {
    'cbc:ID': category,
    'cbc:Percent': rate,
    'cbc:TaxExemptionReasonCode': reason.exemptionCode,
    'cbc:TaxExemptionReason': reason.exemptionReason,
    'cac:TaxScheme': taxScheme('VAT'),
  };
}

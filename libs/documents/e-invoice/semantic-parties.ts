import type { Checked, InvoiceIssued } from '#ledger';
import { givenText, textField } from './clean-text';
import { failed, notCarried, passed } from './e-invoice-refusal';
import type { SemanticParty } from './semantic-invoice';

type Seller = InvoiceIssued['data']['seller'];
type Buyer = InvoiceIssued['data']['buyer'];

const unknownCountry = 'XX';
const spaces = /[\s.]/g;
/** A country's two letters (EL for Greece), then letters and digits, at least one a digit. */
const vatIdGrammar = /^[A-Z]{2}(?=.*\d)[0-9A-Z+*-]{2,20}$/;

/** A tax number that bears the prefix of a country, spaces and points aside; undefined for any other. */
export function vatIdOf(taxId: string | undefined): string | undefined {
  const tight = givenText(taxId)?.toUpperCase().replace(spaces, '');
  return tight !== undefined && vatIdGrammar.test(tight) ? tight : undefined;
}

/** `outOfScope`: the standard forbids VAT identifiers where nothing is subject to VAT (BR-O-02). */
export interface PartyRules {
  readonly categories: ReadonlySet<string>;
}

export function semanticSeller(seller: Seller, { categories }: PartyRules): Checked<SemanticParty> {
  const name = givenText(seller.name);
  if (name === undefined) {
    return failed(notCarried('E_INVOICE.SELLER_NAME', 'seller.name', 'the seller has no name (BT-27). Configure the legal entity with one; it counts for what is issued from then on.'));
  }
  const outOfScope = categories.has('O');
  const vatId = vatIdOf(seller.taxId);
  const registration = givenText(seller.registration);
  const lacking = lackingSellerId({ vatId, taxId: givenText(seller.taxId), registration }, categories);
  if (lacking !== undefined) {
    return lacking;
  }
  if (seller.country === unknownCountry) {
    return failed(notCarried('E_INVOICE.SELLER_COUNTRY', 'seller.country', 'the seller’s country is unknown (BT-40). Configure the legal entity with its country.'));
  }
  return passed({
    name,
    country: seller.country,
    ...(registration === undefined ? {} : { registration }),
    ...(outOfScope ? {} : vatId === undefined ? textField('taxNumber', seller.taxId) : { vatId }),
    ...textField('email', seller.email),
    ...textField('phone', seller.phone),
    ...textField('street', seller.street),
    ...textField('city', seller.city),
    ...textField('postalCode', seller.postalCode),
  });
}

interface SellerIds {
  readonly vatId: string | undefined;
  readonly taxId: string | undefined;
  readonly registration: string | undefined;
}

/** BR-CO-26 and the rules …-02 of the categories: by what the seller has to be known. */
function lackingSellerId({ vatId, taxId, registration }: SellerIds, categories: ReadonlySet<string>) {
  if (categories.has('O')) {
    return registration === undefined
      ? failed(
          notCarried(
            'E_INVOICE.SELLER_REGISTRATION',
            'seller.registration',
            'what is outside the scope of tax names the seller by its number in the company register (BT-30). Configure the legal entity with its registration.',
          ),
        )
      : undefined;
  }
  if (categories.has('G') && vatId === undefined) {
    return failed(
      notCarried(
        'E_INVOICE.SELLER_TAX_ID',
        'seller.taxId',
        'an export needs the seller’s VAT identifier with its country prefix (BT-31). Configure the legal entity with a taxId such as "DE123456789".',
      ),
    );
  }
  if (taxId === undefined) {
    return failed(notCarried('E_INVOICE.SELLER_TAX_ID', 'seller.taxId', 'the seller has no tax number (BT-31 or BT-32). Configure the legal entity with its taxId, such as "DE123456789".'));
  }
  return vatId === undefined && registration === undefined
    ? failed(
        notCarried(
          'E_INVOICE.SELLER_REGISTRATION',
          'seller.registration',
          'the seller has neither a VAT identifier with its country prefix (BT-31) nor a number in the company register (BT-30). Configure the legal entity with one of them.',
        ),
      )
    : undefined;
}

export function semanticBuyer(buyer: Buyer, { categories }: PartyRules): Checked<SemanticParty> {
  const { name, email, phone, street, city, postalCode, taxId } = buyer.personal;
  const given = givenText(name);
  if (given === undefined) {
    return failed(
      notCarried('E_INVOICE.BUYER_NAME', 'buyer.name', 'the buyer has no name (BT-44): it was never given, or was erased. Send the PDF, or register the customer with a name before it is invoiced.'),
    );
  }
  if (buyer.country === unknownCountry) {
    return failed(notCarried('E_INVOICE.BUYER_COUNTRY', 'buyer.country', 'the buyer’s country is unknown (BT-55). Correct the customer’s country; it counts for what is issued from then on.'));
  }
  const vatId = vatIdOf(taxId);
  if (categories.has('AE') && vatId === undefined) {
    return failed(
      notCarried(
        'E_INVOICE.BUYER_TAX_ID',
        'buyer.taxId',
        'reverse charge needs the buyer’s VAT identifier with its country prefix (BT-48). Give the customer a taxId such as "FR12345678901"; it counts for what is issued from then on.',
      ),
    );
  }
  return passed({
    id: buyer.customerId,
    name: given,
    country: buyer.country,
    ...(vatId === undefined || categories.has('O') ? {} : { vatId }),
    ...textField('email', email),
    ...textField('phone', phone),
    ...textField('street', street),
    ...textField('city', city),
    ...textField('postalCode', postalCode),
  });
}

/** Name and address of whom the document is sent to, on one line: the standard knows a buyer alone. */
export function addressLine({ personal, country }: Buyer): string {
  const { name, street, postalCode, city } = personal;
  const place = [postalCode, city].map(givenText).filter((part) => part !== undefined).join(' ');
  return [givenText(name), givenText(street), givenText(place), country].filter((part) => part !== undefined).join(', ');
}

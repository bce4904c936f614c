import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Schema } from 'node-schematron';
import { checkRules, type RuleFailure } from './check-rules';
import type { DocumentToSend } from './document-kinds';
import { eInvoiceXml, type EInvoiceSyntax } from './e-invoice';
import { readRules, type RuleSet } from './rule-files';
import { invoiceToSend, sampleBuyer, sampleCreditNote, sampleInvoice, sampleSeller } from './sample-documents.test-kit';

const samples = process.env['DAYBOOK_SAMPLE_DATA'];
if (samples === undefined) {
  process.stderr.write('skipped: the official rules of EN 16931; set DAYBOOK_SAMPLE_DATA to the folder that holds en16931/*.sch and en16931/examples\n');
}

const year = { from: '2026-03-01', to: '2027-02-28' };
const everything = sampleInvoice({
  lines: [
    { discountPercent: '12.5', servicePeriod: year, quantity: '3', unitPrice: '19.99' },
    { discountAmount: '1.01', taxRate: '7' },
    { taxCategory: 'E', taxRate: '0', taxNote: 'Exempt under Art. 132' },
    { taxCategory: 'Z', taxRate: '0' },
  ],
  documentDiscountPercent: '3', supplyPeriod: year, taxPointDate: '2026-03-01', currency: 'USD', baseCurrency: 'EUR', rate: '0.91', contractIds: ['K-1'],
  terms: { netDays: 30, instalments: [{ netDays: 10, percent: '40' }, { netDays: 30, percent: '60' }], earlyPayment: { percent: '2', withinDays: 5 } },
  billTo: { customerId: 'C-2', kind: 'business', country: 'FR', personal: { name: 'Holding SA', city: 'Paris' } },
});
const reverseCharge = sampleInvoice({ lines: [{ taxCategory: 'AE', taxRate: '0', taxNote: 'Reverse charge' }], language: 'de' });
const outOfScope: DocumentToSend = invoiceToSend({ lines: [{ taxCategory: 'O', taxRate: '0' }], purpose: 'late-fee' });
const inclusive = invoiceToSend({
  lines: [
    { unitPrice: '2.99', quantity: '7', taxRate: '4' },
    { unitPrice: '9.99', quantity: '3', discountPercent: '10' },
  ],
  taxInclusive: 'net-first',
  rounding: { basis: 'document', mode: 'half-even' },
});
const exportInYen = invoiceToSend({
  lines: [{ taxCategory: 'G', taxRate: '0', unitPrice: '100.5', quantity: '1' }, { taxCategory: 'G', taxRate: '0', unitPrice: '100.5', quantity: '1' }],
  currency: 'JPY', baseCurrency: 'EUR', rate: '0.006', rounding: { basis: 'document', mode: 'half-up' }, purpose: 'prepayment', language: 'fr',
});
const hostile = invoiceToSend({
  seller: { ...sampleSeller, country: 'GB', taxId: '123 456', email: 'a&b@seller.example' },
  buyer: { ...sampleBuyer, personal: { name: '</cbc:Name>\u202Eevil\u0000 "&amp;" <![CDATA[' } },
  lines: [{ description: ']]> <!ENTITY x> \uD800' }],
});

const ours: readonly (readonly [string, EInvoiceSyntax, DocumentToSend])[] = [
  ['discounts, two rates, exempt, zero, instalments, service periods, another currency', 'ubl', { kind: 'invoice', data: everything }],
  ['discounts, two rates, exempt, zero, instalments, service periods, another currency', 'cii', { kind: 'invoice', data: everything }],
  ['a credit note of it', 'ubl', sampleCreditNote(everything)],
  ['a credit note of it', 'cii', sampleCreditNote(everything)],
  ['reverse charge', 'ubl', { kind: 'invoice', data: reverseCharge }],
  ['a credit note of reverse charge', 'cii', sampleCreditNote(reverseCharge)],
  ['out of scope, a late fee', 'ubl', outOfScope],
  ['out of scope, a late fee', 'cii', outOfScope],
  ['prices with tax inside, rounded as a whole', 'ubl', inclusive],
  ['prices with tax inside, rounded as a whole', 'cii', inclusive],
  ['an export in yen, a prepayment', 'cii', exportInYen],
  ['texts that are markup', 'ubl', hostile],
  ['texts that are markup', 'cii', hostile],
];

(samples === undefined ? describe.skip : describe)('the official rules of EN 16931', () => {
  const folder = join(samples ?? '', 'en16931');
  let rules: readonly RuleSet[];

  beforeAll(async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sch'));
    const read = readRules(await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') }))));
    if (!read.ok) {
      throw new Error(read.refusal.message);
    }
    rules = read.value;
  }, 30_000);

  const failures = (xml: string): readonly RuleFailure[] => {
    const checked = checkRules(xml, rules);
    if (!checked.ok) {
      throw new Error(checked.refusal.message);
    }
    return checked.value.failures;
  };
  const xmlOf = (document: DocumentToSend, syntax: EInvoiceSyntax): string => {
    const made = eInvoiceXml(document, syntax);
    if (!made.ok) {
      throw new Error(made.refusal.message);
    }
    return made.value;
  };
  const example = async (name: string): Promise<string> => await readFile(join(folder, 'examples', name), 'utf8');

  it.each(ours)('find nothing in %s as %s', (_what, syntax, document) => {
    expect(failures(xmlOf(document, syntax))).toEqual([]);
  }, 60_000);

  it('find nothing in an example they were published with, and the same as the plain engine in one that is broken', async () => {
    const right = await example('sample-discount-price.xml');
    expect(failures(right)).toEqual([]);
    const broken = right.replace(/<cac:AccountingSupplierParty>[\s\S]*<\/cac:AccountingSupplierParty>/, '').replace(/<cbc:PayableAmount([^>]*)>[^<]*/, '<cbc:PayableAmount$1>1.234');
    const file = await readFile(join(folder, 'EN16931-UBL-validation-preprocessed.sch'), 'utf8');
    const plain = Schema.fromString(file).validateString(broken).map(({ assertId }) => assertId);
    expect(plain.length).toBeGreaterThan(5);
    expect(plain).toEqual(expect.arrayContaining(['BR-06', 'BR-08', 'BR-DEC-18']));
    expect(failures(broken).map(({ rule }) => rule)).toEqual(plain);
  }, 60_000);

  it('name a fault that is planted in ours, with its place', () => {
    const right = xmlOf(invoiceToSend(), 'ubl');
    const wrong = right.replace(/(<cbc:LineExtensionAmount currencyID="EUR">)15\.30(<\/cbc:LineExtensionAmount>\s*<cbc:TaxExclusive)/, '$115.31$2');
    expect(wrong).not.toBe(right);
    const found = failures(wrong);
    expect(found.map(({ rule }) => rule)).toContain('BR-CO-10');
    expect(found.find(({ rule }) => rule === 'BR-CO-10')).toMatchObject({ place: '/Invoice/cac:LegalMonetaryTotal', warning: false });
  }, 60_000);
});

import fc from 'fast-check';
import { Decimal } from '#money';
import { XMLParser } from 'fast-xml-parser';
import type { DocumentToSend } from './document-kinds';
import { eInvoiceXml } from './e-invoice';
import { invoiceToSend, sampleBuyer, sampleCreditNote, sampleInvoice, sampleSeller, type SampleLine } from './sample-documents.test-kit';
import { semanticInvoice } from './semantic-document';
import type { SemanticInvoice } from './semantic-invoice';

function carried(document: DocumentToSend): SemanticInvoice {
  const made = semanticInvoice(document);
  if (!made.ok) {
    throw new Error(`${made.refusal.code}: ${made.refusal.message}`);
  }
  return made.value;
}

const refused = (document: DocumentToSend): readonly unknown[] => {
  const made = semanticInvoice(document);
  return made.ok ? ['carried'] : [made.refusal.code, made.refusal.data['field']];
};

const total = (amounts: readonly (string | undefined)[]): string => amounts.reduce((sum, amount) => sum.plus(amount ?? '0'), new Decimal(0)).toFixed(2);

/** Quantity × price ± what is adjusted = net, as a receiver of the document computes it. */
function expectLineArithmetic({ lines }: SemanticInvoice): void {
  for (const { quantity, price, net, adjustments } of lines) {
    const signed = adjustments.map(({ kind, amount }) => (kind === 'charge' ? amount : `-${amount}`));
    const off = new Decimal(quantity).times(price).plus(total(signed)).minus(net).abs();
    // What is left is the rounding of quantity × price to the cent.
    expect(off.lte('0.005')).toBe(true);
  }
}

function expectDocumentArithmetic({ lines, adjustments, taxes, totals }: SemanticInvoice): void {
  expect(total(lines.map(({ net }) => net))).toBe(totals.lines);
  expect(total(adjustments.filter(({ kind }) => kind === 'allowance').map(({ amount }) => amount))).toBe(totals.allowances ?? '0.00');
  expect(total([totals.lines, `-${totals.allowances ?? '0'}`, totals.charges])).toBe(totals.net);
  expect(total(taxes.map(({ base }) => base))).toBe(totals.net);
  expect(total(taxes.map(({ tax }) => tax))).toBe(totals.tax);
  expect(total([totals.net, totals.tax])).toBe(totals.gross);
  for (const row of taxes) {
    const own = lines.filter(({ tax }) => tax.category === row.category && tax.rate === row.rate).map(({ net }) => net);
    const adjusted = adjustments.filter(({ tax }) => tax.category === row.category && tax.rate === row.rate).map(({ kind, amount }) => (kind === 'charge' ? amount : `-${amount}`));
    expect(total([...own, ...adjusted])).toBe(row.base);
  }
}

describe('a document in the terms of EN 16931', () => {
  const line: fc.Arbitrary<SampleLine> = fc.record({
    quantity: fc.integer({ min: 1, max: 5000 }).map((value) => new Decimal(value).div(100).toFixed()),
    unitPrice: fc.integer({ min: 1, max: 5_000_000 }).map((value) => new Decimal(value).div(1000).toFixed()),
    taxRate: fc.constantFrom('19', '7', '5.5'),
    discountPercent: fc.constantFrom('0', '3', '12.5', '100'),
  });
  const document = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    rounding: fc.record({ basis: fc.constantFrom('line' as const, 'tax-rate' as const, 'document' as const), mode: fc.constantFrom('half-up' as const, 'half-even' as const) }),
    documentDiscountPercent: fc.constantFrom('0', '2', '33.333'),
  });

  it('has sums that hold to the cent, whatever is rounded how', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 'net-first' as const, 'tax-first' as const), (given, taxInclusive) => {
        const { documentDiscountPercent, ...rest } = given;
        const invoice = carried(
          invoiceToSend({
            ...rest,
            ...(documentDiscountPercent === '0' ? {} : { documentDiscountPercent }),
            ...(taxInclusive === undefined ? {} : { taxInclusive }),
          }),
        );
        expectDocumentArithmetic(invoice);
        expectLineArithmetic(invoice);
      }),
      { numRuns: 300 },
    );
  });

  it('tells a discount of the document per tax rate, and a line before it', () => {
    const invoice = carried(invoiceToSend({ lines: [{ quantity: '1', unitPrice: '100', discountPercent: '10' }, { quantity: '1', unitPrice: '50', taxRate: '7' }], documentDiscountPercent: '10' }));
    expect(invoice.lines.map(({ net, price }) => [net, price])).toEqual([['90.00', '100'], ['50.00', '50']]);
    expect(invoice.lines[0]?.adjustments).toEqual([{ kind: 'allowance', amount: '10.00', percent: '10', baseAmount: '100.00', reason: 'Discount', reasonCode: '95' }]);
    expect(invoice.adjustments.map(({ amount, baseAmount, tax }) => [amount, baseAmount, tax.rate])).toEqual([['9.00', '90.00', '19'], ['5.00', '50.00', '7']]);
    expect(invoice.totals).toEqual({ lines: '140.00', allowances: '14.00', net: '126.00', tax: '18.54', gross: '144.54' });
  });

  it('takes the tax out of a price that includes it, to as many decimals as the line needs', () => {
    const invoice = carried(invoiceToSend({ lines: [{ quantity: '3', unitPrice: '9.99', taxRate: '20' }], taxInclusive: 'net-first' }));
    // 29.97 with 20 % inside: 24.975, rounded 24.98; 8.33 × 3 would be 24.99.
    expect(invoice.lines[0]).toMatchObject({ net: '24.98', price: '8.325', adjustments: [] });
  });

  it('shows the unit that rounding a document as a whole moves', () => {
    // Two times 100.5 yen are 201; each alone would be 101 (odoo/odoo 265433).
    const invoice = carried(
      invoiceToSend({
        lines: [
          { quantity: '1', unitPrice: '100.5' },
          { quantity: '1', unitPrice: '100.5' },
        ],
        currency: 'JPY',
        baseCurrency: 'EUR',
        rate: '0.006',
        rounding: { basis: 'document', mode: 'half-up' },
      }),
    );
    expect(invoice.lines.map(({ net, adjustments }) => [net, adjustments])).toEqual([
      ['101', []],
      ['100', [{ kind: 'allowance', amount: '1', reason: 'Rounding' }]],
    ]);
    expect(invoice.totals).toMatchObject({ lines: '201', net: '201' });
    expect(invoice.accountingTax).toEqual({ currency: 'EUR', amount: '0.23' });
  });

  it('credits with the credited invoice named, and reasons taken from it', () => {
    const note = carried(sampleCreditNote(sampleInvoice({ lines: [{ taxCategory: 'E', taxRate: '0', taxNote: 'Exempt under Art. 132', discountPercent: '50' }] })));
    expect(note).toMatchObject({
      typeCode: '381', note: 'Sent back', preceding: [{ number: 'INV-000001', issueDate: '2026-03-02' }],
      taxes: [{ category: 'E', exemptionReason: 'Exempt under Art. 132' }],
      lines: [{ quantity: '6', price: '1.275', net: '7.65' }],
    });
    expect(note.payment).toBeUndefined();
  });

  it('says how and when to pay', () => {
    const terms = { netDays: 30, instalments: [{ netDays: 10, percent: '40' }, { netDays: 30, percent: '60' }], earlyPayment: { percent: '2', withinDays: 5 } };
    const invoice = carried(invoiceToSend({ terms, purpose: 'prepayment' }));
    expect(invoice).toMatchObject({
      typeCode: '386', dueDate: '2026-03-12',
      terms: 'Part 1: 7.28 EUR due 2026-03-12. Part 2: 10.93 EUR due 2026-04-01. 2 % less when paid until 2026-03-07.',
      payment: { meansCode: '58', remittance: 'RF69INV000001', account: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' } },
    });
  });
});

describe('what EN 16931 cannot carry is refused, with the field', () => {
  const { taxId: _taxId, ...untaxed } = sampleSeller;
  const { registration: _registration, ...unregistered } = sampleSeller;
  const manyLines = Array.from({ length: 300 }, (): SampleLine => ({ quantity: '1', unitPrice: '0.06', taxRate: '19' }));

  it.each([
    ['E_INVOICE.SELLER_TAX_ID', 'seller.taxId', invoiceToSend({ seller: untaxed })],
    ['E_INVOICE.SELLER_TAX_ID', 'seller.taxId', invoiceToSend({ seller: { ...sampleSeller, taxId: '27/123/4567' }, lines: [{ taxCategory: 'G', taxRate: '0' }] })],
    ['E_INVOICE.SELLER_REGISTRATION', 'seller.registration', invoiceToSend({ seller: { ...unregistered, taxId: '27/123/4567' } })],
    ['E_INVOICE.SELLER_REGISTRATION', 'seller.registration', invoiceToSend({ seller: unregistered, lines: [{ taxCategory: 'O', taxRate: '0' }] })],
    ['E_INVOICE.SELLER_COUNTRY', 'seller.country', invoiceToSend({ seller: { ...sampleSeller, country: 'XX' } })],
    ['E_INVOICE.SELLER_NAME', 'seller.name', invoiceToSend({ seller: { ...sampleSeller, name: '\u202E ' } })],
    ['E_INVOICE.BUYER_NAME', 'buyer.name', invoiceToSend({ buyer: { ...sampleBuyer, personal: {} } })],
    ['E_INVOICE.BUYER_COUNTRY', 'buyer.country', invoiceToSend({ buyer: { ...sampleBuyer, country: 'XX' } })],
    ['E_INVOICE.BUYER_TAX_ID', 'buyer.taxId', invoiceToSend({ buyer: { ...sampleBuyer, personal: { name: 'Ada' } }, lines: [{ taxCategory: 'AE', taxRate: '0' }] })],
    ['E_INVOICE.MIXED_SCOPE', 'taxSummary', invoiceToSend({ lines: [{ taxCategory: 'O', taxRate: '0' }, {}] })],
    ['E_INVOICE.ZERO_RATE', 'taxSummary[0]', invoiceToSend({ lines: [{ taxRate: '0' }] })],
    ['E_INVOICE.DECIMALS', 'totals.net', invoiceToSend({ lines: [{ quantity: '1', unitPrice: '1.125' }], currency: 'BHD' })],
    ['E_INVOICE.TAX_ROUNDING', 'taxSummary[0]', invoiceToSend({ lines: [...manyLines, ...manyLines, ...manyLines], rounding: { basis: 'line', mode: 'half-up' } })],
  ])('%s names %s', (code, field, document) => {
    expect(refused(document)).toEqual([code, field]);
  });

  it('carries dinars of two decimals', () => {
    expect(carried(invoiceToSend({ lines: [{ quantity: '1', unitPrice: '1.5', taxRate: '10' }], currency: 'BHD' })).totals).toMatchObject({ net: '1.50', tax: '0.15' });
  });
});

describe('the XML', () => {
  const hostile = '</cbc:Name><evil a="1"/>&amp; <![CDATA[ ]]> \u202Eabc\u0007\u0000 \uD800';
  const document = invoiceToSend({ buyer: { ...sampleBuyer, personal: { ...sampleBuyer.personal, name: hostile } }, waysToPay: [{ kind: 'x', text: `"'<>&\u0001` }] });

  it.each(['ubl', 'cii'] as const)('shows hostile texts as text, in %s', (syntax) => {
    const made = eInvoiceXml(document, syntax);
    const xml = made.ok ? made.value : '';
    expect(xml).not.toMatch(/[\u0000-\u0008\u202E\uD800]/);
    const parsed: unknown = new XMLParser({ ignoreAttributes: false, parseTagValue: false }).parse(xml, true);
    expect(JSON.stringify(parsed)).toContain(JSON.stringify('</cbc:Name><evil a="1"/>&amp; <![CDATA[ ]]> abc \uFFFD').slice(1, -1));
  });

  it('is the same text every time, and valid in its order of elements', () => {
    const [first, again] = [eInvoiceXml(document, 'ubl'), eInvoiceXml(document, 'ubl')];
    expect(first).toEqual(again);
    const made = eInvoiceXml(invoiceToSend(), 'cii');
    expect(made.ok && made.value.slice(0, 120)).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<rsm:CrossIndustryInvoice /);
  });
});

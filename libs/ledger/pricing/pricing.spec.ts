import * as fc from 'fast-check';
import { knownCurrency, minorOf } from '#money';
import type { SaleLine } from '../sale/sale.events';
import { saleLine } from '../specification/sample-facts';
import { priceLines, sumLines, type PricedDocument, type PricingRules, type Rounding } from '.';

const rules = (basis: Rounding['basis'], mode: Rounding['mode'] = 'half-up', code = 'EUR'): PricingRules => ({
  currency: knownCurrency(code),
  rounding: { basis, mode },
});

const line = (lineId: string, quantity: string, unitPrice: string, more: Partial<SaleLine> = {}): SaleLine =>
  saleLine({ lineId, quantity, unitPrice, taxCategory: 'S', taxRate: '20', ...more });

function priced(lines: readonly SaleLine[], by: PricingRules): PricedDocument {
  const result = priceLines(lines, by);
  if (result.kind === 'refused') {
    throw new Error(result.refusal.message);
  }
  return result;
}

function refused(changes: Partial<SaleLine>): string {
  const result = priceLines([saleLine(changes)], rules('line'));
  return result.kind === 'refused' ? result.refusal.code : `priced at ${result.totals.gross}`;
}

describe('golden cases', () => {
  const four = ['68.33', '68.33', '57.50', '85.00'].map((price, index) => line(String(index + 1), '1', price));

  it.each(['tax-rate', 'document'] as const)('four lines at 20 % on the sum are 334.99 by %s', (basis) => {
    const document = priced(four, rules(basis));
    expect(document.totals).toEqual({ net: '279.16', tax: '55.83', gross: '334.99' });
    expect(document.taxSummary).toEqual([{ category: 'S', rate: '20', base: '279.16', tax: '55.83' }]);
  });

  it('and each line for itself makes 335.00', () => {
    expect(priced(four, rules('line')).totals.gross).toBe('335.00');
  });

  it('16 × 348.35 less 4 % at 22 % are 6,527.80 by document and 6,527.81 by line', () => {
    const lines = [line('1', '16', '348.35', { discountPercent: '4', taxRate: '22' })];
    expect(priced(lines, rules('document')).totals.gross).toBe('6527.80');
    expect(priced(lines, rules('line')).totals.gross).toBe('6527.81');
  });

  it('two lines of 100.5 yen are 202 by line and 201 by document', () => {
    const lines = ['1', '2'].map((id) => line(id, '1', '100.5', { taxCategory: 'Z', taxRate: '0' }));
    expect(priced(lines, rules('line', 'half-up', 'JPY')).totals.gross).toBe('202');
    expect(priced(lines, rules('document', 'half-up', 'JPY')).totals.gross).toBe('201');
    expect(priced(lines, rules('document', 'half-up', 'JPY')).lines.map(({ net }) => net)).toEqual(['101', '100']);
  });

  it.each(['line', 'tax-rate', 'document'] as const)('2.99 with 4 %% inside has tax 0.11 net first, 0.12 tax first, by %s', (basis) => {
    const lines = [line('1', '1', '2.99', { taxRate: '4' })];
    expect(priced(lines, { ...rules(basis), inclusive: 'net-first' }).totals).toEqual({ net: '2.88', tax: '0.11', gross: '2.99' });
    expect(priced(lines, { ...rules(basis), inclusive: 'tax-first' }).totals).toEqual({ net: '2.87', tax: '0.12', gross: '2.99' });
  });
});

describe('pricing', () => {
  it('takes a discount in percent or as an amount, and free lines', () => {
    const lines = [
      line('1', '2', '10', { discountPercent: '12.5' }),
      line('2', '2', '10', { discountAmount: '2.5' }),
      line('3', '5', '0', { taxCategory: 'Z', taxRate: '0' }),
      line('4', '0', '9.99'),
    ];
    expect(priced(lines, rules('line')).lines).toEqual([
      { lineId: '1', net: '17.50', tax: '3.50' },
      { lineId: '2', net: '17.50', tax: '3.50' },
      { lineId: '3', net: '0.00', tax: '0.00' },
      { lineId: '4', net: '0.00', tax: '0.00' },
    ]);
  });

  it('sums tax per category and rate, whatever way the rate is written', () => {
    const lines = [line('1', '1', '10'), line('2', '1', '10', { taxRate: '5' }), line('3', '1', '10', { taxRate: '20.0' })];
    expect(priced(lines, rules('tax-rate')).taxSummary).toEqual([
      { category: 'S', rate: '20', base: '20.00', tax: '4.00' },
      { category: 'S', rate: '5', base: '10.00', tax: '0.50' },
    ]);
  });

  it('rounds ties to even where the entity says so', () => {
    const lines = [line('1', '1', '0.125', { taxCategory: 'Z', taxRate: '0' })];
    expect([priced(lines, rules('line', 'half-even')).totals.net, priced(lines, rules('line')).totals.net]).toEqual(['0.12', '0.13']);
  });

  it.each<[Partial<SaleLine>, string]>([
    [{ quantity: '-1' }, 'LINE.QUANTITY'],
    [{ quantity: '1e100000000' }, 'LINE.QUANTITY'],
    [{ quantity: '1.0000001' }, 'LINE.QUANTITY'],
    [{ unitPrice: 'NaN' }, 'LINE.UNIT_PRICE'],
    [{ unitPrice: '1000000000000000000' }, 'LINE.UNIT_PRICE'],
    [{ unitPrice: '-0.01' }, 'LINE.UNIT_PRICE'],
    [{ taxRate: '20' }, 'LINE.TAX_RATE'],
    [{ taxCategory: 'S', taxRate: '100.1' }, 'LINE.TAX_RATE'],
    [{ taxCategory: 'S', taxRate: '0x10' }, 'LINE.TAX_RATE'],
    [{ discountAmount: '15.31' }, 'LINE.DISCOUNT_OVER_LINE'],
    [{ discountAmount: '1.005' }, 'LINE.DISCOUNT'],
    [{ discountPercent: '100.01' }, 'LINE.DISCOUNT_OVER_LINE'],
    [{ discountPercent: '-1' }, 'LINE.DISCOUNT'],
    [{ discountPercent: '1', discountAmount: '1' }, 'LINE.TWO_DISCOUNTS'],
    [{ quantity: '999999999999999999', unitPrice: '999999999999999999' }, 'DOCUMENT.TOO_LARGE'],
    [{ discountAmount: '15.30' }, 'priced at 0.00'],
  ])('answers %j with %s', (changes, code) => expect(refused(changes)).toBe(code));

  it('names the line, the value and the rule', () => {
    const result = priceLines([saleLine(), saleLine({ lineId: '2', quantity: '-3' })], rules('line'));
    expect(result).toMatchObject({
      refusal: { data: { field: 'lines[1].quantity', lineId: '2', value: '-3' }, message: expect.stringContaining('is a return') as string },
    });
  });

  it.each([[[]], [Array.from({ length: 5001 }, (_, index) => saleLine({ lineId: String(index) }))]])('takes 1 to 5,000 lines', (lines) => {
    expect(priceLines(lines, rules('line'))).toMatchObject({ refusal: { code: 'LINES.COUNT' } });
  });

  it('takes each line id once, and at most 100 tax rates', () => {
    expect(priceLines([saleLine(), saleLine()], rules('line'))).toMatchObject({ refusal: { code: 'LINE.DUPLICATE_ID' } });
    const rates = Array.from({ length: 101 }, (_, index) => line(String(index), '1', '1', { taxRate: `1.${String(index + 100)}` }));
    expect(priceLines(rates, rules('line'))).toMatchObject({ refusal: { code: 'LINES.TAX_RATES' } });
  });
});

describe('laws of pricing', () => {
  const decimals = (digits: number, max: number): fc.Arbitrary<string> =>
    fc.tuple(fc.integer({ min: 0, max }), fc.integer({ min: 0, max: 10 ** digits - 1 })).map(([whole, part]) => `${whole}.${String(part).padStart(digits, '0')}`);
  const anyLine = fc.record({
    quantity: decimals(3, 500),
    unitPrice: decimals(4, 900),
    discountPercent: decimals(1, 99),
    taxRate: fc.constantFrom('0', '5', '20', '7.7'),
  });
  const anyRules = fc.record({
    basis: fc.constantFrom('line', 'tax-rate', 'document'),
    mode: fc.constantFrom('half-up', 'half-even'),
    code: fc.constantFrom('EUR', 'JPY', 'KWD'),
    inclusive: fc.constantFrom(undefined, 'net-first', 'tax-first'),
  });

  it('lines sum to the tax summary and the totals; nothing is negative', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), anyRules, (given, { basis, mode, code, inclusive }) => {
        const lines = given.map((each, index) => saleLine({ ...each, lineId: String(index), taxCategory: 'S' }));
        const by = { ...rules(basis, mode, code), ...(inclusive === undefined ? {} : { inclusive }) };
        const document = priced(lines, by);
        const figures = document.lines.map(({ net, tax }, index) => ({ net, tax, taxCategory: 'S' as const, taxRate: given[index]?.taxRate ?? '' }));
        const sums = sumLines(figures, by.currency);
        expect(sums.totals).toEqual(document.totals);
        expect(sums.taxSummary).toEqual(document.taxSummary);
        const minor = (amount: string): bigint => minorOf(amount, by.currency.digits);
        expect(minor(document.totals.net) + minor(document.totals.tax)).toBe(minor(document.totals.gross));
        expect(document.lines.every(({ net, tax }) => !net.startsWith('-') && !tax.startsWith('-'))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

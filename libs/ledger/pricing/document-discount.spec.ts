import * as fc from 'fast-check';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { saleLine } from '../specification/sample-facts';
import { priceLines, type PricedDocument, type PricingRules } from '.';

const rules = (basis: 'line' | 'tax-rate' | 'document', discount: PricingRules['discount'], code = 'EUR'): PricingRules => ({
  currency: knownCurrency(code), rounding: { basis, mode: 'half-up' }, ...(discount === undefined ? {} : { discount }),
});
const lines = (...prices: string[]) => prices.map((unitPrice, index) => saleLine({ lineId: String(index + 1), quantity: '1', unitPrice, taxCategory: 'S', taxRate: '20' }));

function priced(given: ReturnType<typeof lines>, by: PricingRules): PricedDocument {
  const result = priceLines(given, by);
  if (result.kind === 'refused') {
    throw new Error(result.refusal.message);
  }
  return result;
}

describe('a discount on the document', () => {
  it.each(['line', 'tax-rate', 'document'] as const)('is spread over the lines in proportion and takes off exactly what it says, by %s', (basis) => {
    const document = priced(lines('10', '10', '10'), rules(basis, { amount: '1.00' }));
    expect(document.totals.net).toBe('29.00');
    expect(document.lines.map(({ net }) => net)).toEqual(['9.66', '9.67', '9.67']);
  });

  it('in percent is as good as the same percentage off the only line', () => {
    const whole = priced([saleLine({ quantity: '16', unitPrice: '348.35', taxCategory: 'S', taxRate: '22' })], rules('document', { percent: '4' }));
    expect(whole.totals).toEqual({ net: '5350.66', tax: '1177.14', gross: '6527.80' });
  });

  it('counts with tax where the prices do', () => {
    const document = priced(lines('60', '60'), { ...rules('tax-rate', { amount: '12.00' }), inclusive: 'net-first' });
    expect(document.totals).toEqual({ net: '90.00', tax: '18.00', gross: '108.00' });
  });

  it.each([
    [{ percent: '1', amount: '1' }, 'DISCOUNT.TWO'],
    [{ percent: '100.1' }, 'DISCOUNT.OVER_DOCUMENT'],
    [{ amount: '30.01' }, 'DISCOUNT.OVER_DOCUMENT'],
    [{ amount: '1.001' }, 'DISCOUNT.INVALID'],
    [{ percent: '-1' }, 'DISCOUNT.INVALID'],
  ])('refuses %j with %s', (discount, code) => {
    expect(priceLines(lines('10', '20'), rules('line', discount))).toMatchObject({ refusal: { code } });
    expect(priceLines(lines('10', '20'), rules('document', discount))).toMatchObject({ refusal: { code } });
  });

  it('keeps sums: net with it is net without it less the discount, and no line is negative', () => {
    const anyPrices = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyPrices, fc.nat(1000), fc.constantFrom('line', 'tax-rate', 'document'), fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'), (prices, part, basis, code) => {
        const { digits } = knownCurrency(code);
        const given = lines(...prices.map((price) => formatMinor(BigInt(price), Math.min(4, digits))));
        const full = minorOf(priced(given, rules(basis, undefined, code)).totals.net, digits);
        const off = (full * BigInt(part)) / 1000n;
        const document = priced(given, rules(basis, { amount: formatMinor(off, digits) }, code));
        expect(minorOf(document.totals.net, digits)).toBe(full - off);
        expect(document.lines.reduce((sum, { net }) => sum + minorOf(net, digits), 0n)).toBe(full - off);
        expect(document.lines.every(({ net, tax }) => !net.startsWith('-') && !tax.startsWith('-'))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

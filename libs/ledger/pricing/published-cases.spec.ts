import { knownCurrency } from '#money';
import { saleLine } from '../specification/sample-facts';
import { priceLines, type PricingRules, type Totals } from '.';

function totals(lines: ReturnType<typeof saleLine>[], rules: Omit<PricingRules, 'currency'>, currency = 'EUR'): Totals {
  const priced = priceLines(lines, { ...rules, currency: knownCurrency(currency) });
  if (priced.kind === 'refused') {
    throw new Error(priced.refusal.message);
  }
  return priced.totals;
}

const by = (basis: 'line' | 'tax-rate' | 'document'): Omit<PricingRules, 'currency'> => ({ rounding: { basis, mode: 'half-up' } });
const standard = { taxCategory: 'S' as const };

describe('published cases of pricing', () => {
  it('getlago/lago-api PR 2643: 68.33, 68.33, 57.50 and 85.00 with 20 % on the sum are 334.99', () => {
    const lines = ['68.33', '68.33', '57.50', '85.00'].map((unitPrice, index) => saleLine({ ...standard, lineId: String(index), quantity: '1', unitPrice, taxRate: '20' }));
    expect(totals(lines, by('tax-rate')).gross).toBe('334.99');
  });

  it('odoo/odoo 37896: 16 × 348.35 less 4 % with 22 % tax are 6527.80 by document and 6527.81 by line', () => {
    const line = saleLine({ ...standard, quantity: '16', unitPrice: '348.35', taxRate: '22' });
    const off = { ...line, discountPercent: '4' };
    expect([totals([off], by('document')).gross, totals([off], by('line')).gross]).toEqual(['6527.80', '6527.81']);
    const whole = { discount: { percent: '4' } };
    expect([totals([line], { ...by('document'), ...whole }).gross, totals([line], { ...by('line'), ...whole }).gross]).toEqual(['6527.80', '6527.81']);
  });

  it('odoo/odoo 265433: two lines of 100.5 JPY are 202 by line and 201 by document', () => {
    const lines = ['1', '2'].map((lineId) => saleLine({ lineId, quantity: '1', unitPrice: '100.5' }));
    expect([totals(lines, by('line'), 'JPY').gross, totals(lines, by('document'), 'JPY').gross]).toEqual(['202', '201']);
  });

  it('docs.zuora.com rounding-rule-for-inclusive-tax-mode: 2.99 with 4 % inside has tax 0.11 net first and 0.12 tax first', () => {
    const lines = [saleLine({ ...standard, quantity: '1', unitPrice: '2.99', taxRate: '4' })];
    const tax = (inclusive: 'net-first' | 'tax-first'): string => totals(lines, { ...by('line'), inclusive }).tax;
    expect([tax('net-first'), tax('tax-first')]).toEqual(['0.11', '0.12']);
  });
});

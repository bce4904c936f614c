import { taxLines } from './tax-lines';

const discount = (more: object) =>
  ({
    type: 'DeductionAccepted',
    data: {
      accountId: 'DE~1', deductionId: 'd', kind: 'early-payment-discount', acceptedOn: '2026-07-08', invoiceId: 'i', instalment: 1, currency: 'EUR', amount: '10.37',
      baseCurrency: 'EUR', baseAmount: '10.37', taxes: [{ category: 'S', rate: '19', amount: '1.66', baseAmount: '1.66' }], reason: 'early', ...more,
    },
  }) as Parameters<typeof taxLines>[0];
const told = (event: Parameters<typeof taxLines>[0]) => taxLines(event).map(({ category, rate, net, tax }) => [category, rate, net, tax]);

describe('the tax lines of an early-payment discount', () => {
  // 10.37 × 100 ∕ 119 = 8.71; the tax alone would say 1.66 ∕ 0.19 = 8.74.
  it('lower the turnover by what was deducted', () => {
    expect(told(discount({ nets: [{ category: 'S', rate: '19', amount: '8.71', baseAmount: '8.71' }] }))).toEqual([['S', '19', -871n, -166n]]);
  });

  it('lower the turnover of categories without tax', () => {
    const untaxed = { amount: '20.00', baseAmount: '20.00', taxes: [], nets: [{ category: 'AE', rate: '0', amount: '20.00', baseAmount: '20.00' }] };
    expect(told(discount(untaxed))).toEqual([['AE', '0', -2000n, 0n]]);
  });

  it('of an older fact, which says its tax alone, are the turnover that bears it', () => {
    expect(told(discount({}))).toEqual([['S', '19', -874n, -166n]]);
  });

  it('of a write-off with several invoices keep a line for each', () => {
    const share = { category: 'S', rate: '20', amount: '2.00', baseAmount: '2.00' };
    const data = {
      accountId: 'UK~1',
      reliefId: 'r',
      writeOffId: 'w',
      relievedOn: '2026-07-08',
      currency: 'GBP',
      baseCurrency: 'GBP',
      taxes: [
        { ...share, invoiceId: 'a' },
        { ...share, amount: '3.00', baseAmount: '3.00', invoiceId: 'b' },
      ],
    };
    expect(told({ type: 'BadDebtTaxRelieved', data } as Parameters<typeof taxLines>[0])).toEqual([['S', '20', -1000n, -200n], ['S', '20', -1500n, -300n]]);
  });
});

import * as fc from 'fast-check';
import { knownCurrency, minorOf, moneyOf, moneyOfMinor } from '#money';
import { baseAmounts, dueSchedule, refuseTooLargeInBase } from '.';

const gbp = knownCurrency('GBP');

describe('due schedule', () => {
  it('is one instalment unless the terms split', () => {
    expect(dueSchedule({ netDays: 30 }, '2010-12-05', moneyOf('10', gbp))).toEqual([{ number: 1, dueDate: '2011-01-04', amount: '10.00' }]);
  });

  it('splits by percent', () => {
    const terms = { netDays: 0, instalments: [{ netDays: 0, percent: '33.3' }, { netDays: 30, percent: '33.3' }, { netDays: 60, percent: '33.4' }] };
    expect(dueSchedule(terms, '2010-12-01', moneyOf('100', gbp)).map(({ dueDate, amount }) => [dueDate, amount])).toEqual([
      ['2010-12-01', '33.30'],
      ['2010-12-31', '33.30'],
      ['2011-01-30', '33.40'],
    ]);
    expect(dueSchedule(terms, '2010-12-01', moneyOf('0.01', gbp))).toHaveLength(1);
  });

  it('sums to gross exactly, numbered from 1, none before issue', () => {
    const split = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 }).map((cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 100];
      return edges.slice(1).map((edge, index) => ({ netDays: index * 7, percent: String(edge - (edges[index] ?? 0)) }));
    });
    fc.assert(
      fc.property(split, fc.bigInt({ min: 1n, max: 10n ** 12n }), (instalments, minor) => {
        const parts = dueSchedule({ netDays: 0, instalments }, '2010-12-01', moneyOfMinor(minor, gbp));
        expect(parts.reduce((sum, { amount }) => sum + minorOf(amount, 2), 0n)).toBe(minor);
        expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
        expect(parts.every(({ dueDate, amount }) => dueDate >= '2010-12-01' && minorOf(amount, 2) > 0n)).toBe(true);
      }),
    );
  });
});

describe('base amounts', () => {
  const totals = { net: '100.00', tax: '20.00', gross: '120.00' };

  it('are converted per side and summed', () => {
    expect(baseAmounts(totals, { baseCurrency: 'GBP', rate: '0.85555', mode: 'half-up' })).toEqual({
      currency: 'GBP',
      rate: '0.85555',
      net: '85.56',
      tax: '17.11',
      gross: '102.67',
    });
  });

  it('must fit an event', () => {
    expect(refuseTooLargeInBase(totals, { baseCurrency: 'GBP', rate: '999999999999999999', mode: 'half-up' })?.code).toBe('DOCUMENT.TOO_LARGE');
    expect(refuseTooLargeInBase(totals, { baseCurrency: 'GBP', rate: '1', mode: 'half-up' })).toBeUndefined();
  });
});

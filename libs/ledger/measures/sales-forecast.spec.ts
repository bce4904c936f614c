import fc from 'fast-check';
import { forecastSales, historyMin } from './sales-forecast';

const said = (history: readonly number[], ahead = 2) => forecastSales(history.map(BigInt), ahead);

describe('a sales forecast', () => {
  test('says nothing of a short history', () => {
    expect(said([1, 2, 3, 4, 5])).toBeNull();
    expect(said([1, 2, 3, 4, 5, 6])).not.toBeNull();
  });

  test('of rising sales: last month is nearer than the mean of three', () => {
    // Scored from the fourth month on: last month is 10 off each time, the mean of three 20.
    expect(said([10, 20, 30, 40, 50, 60])).toEqual({
      method: 'last-month',
      scores: [{ method: 'last-month', error: 10n }, { method: 'mean-of-three', error: 20n }],
      scored: 3,
      // Two months ahead it was 20 off, twice: too few to say how far.
      months: [{ ahead: 1, sales: 60n, within: 10n }, { ahead: 2, sales: 60n, within: null }],
    });
  });

  test('of sales that swing around a level: the mean of three', () => {
    const forecast = said([90, 110, 100, 90, 110, 100, 90, 110, 100], 1)!;
    expect(forecast.method).toBe('mean-of-three');
    expect(forecast.months).toEqual([{ ahead: 1, sales: 100n, within: 10n }]);
    expect(forecast.scores[1]).toEqual({ method: 'last-month', error: 13n });
  });

  test('of seasons that come again: the same month last year', () => {
    const year = [100, 120, 300, 90, 80, 70, 60, 50, 110, 130, 200, 500];
    const forecast = said([...year, ...year, ...year], 3)!;
    expect(forecast.method).toBe('same-month-last-year');
    expect(forecast.months).toEqual([{ ahead: 1, sales: 100n, within: 0n }, { ahead: 2, sales: 120n, within: 0n }, { ahead: 3, sales: 300n, within: 0n }]);
  });

  test('of seasons that grow by a tenth a year: last year with growth', () => {
    const year = [1000, 1200, 3000, 900, 800, 700, 600, 500, 1100, 1300, 2000, 5000];
    const forecast = said([...year, ...year.map((sales) => Math.round(sales * 1.1)), ...year.map((sales) => Math.round(sales * 1.21))], 1)!;
    expect(forecast).toMatchObject({ method: 'last-year-with-growth', months: [{ sales: 1331n }] });
  });

  test('by growth, where last year gives nothing to grow from: the next best that can say something', () => {
    const season = [1000, 1200, 3000, 900, 800, 700, 600, 500, 1100, 1300, 2000, 5000];
    const history = [1, 4, 16].flatMap((size) => season.map((sales) => sales * size));
    const at = history.length - 13;
    history[at] = -(history[at - 1]! + history[at - 2]!);
    const forecast = said(history, 3)!;
    expect(forecast.method).not.toBe('last-year-with-growth');
    expect(forecast.months.map(({ sales }) => typeof sales)).toEqual(['bigint', 'bigint', 'bigint']);
  });

  test('never looks ahead, and its errors are those of a repetition by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -500, max: 100_000 }), { minLength: historyMin, maxLength: 40 }), fc.array(fc.integer(), { maxLength: 5 }), (history, later) => {
        const before = said(history, 1)!;
        expect(said([...history, ...later].slice(0, history.length), 1)).toEqual(before);
        const misses = [...history.keys()].slice(Math.max(3, history.length - 12)).map((at) => Math.abs(history[at]! - history[at - 1]!));
        const mean = misses.reduce((sum, miss) => sum + miss, 0) / misses.length;
        expect(Number(before.scores.find(({ method }) => method === 'last-month')!.error)).toBe(Math.floor(mean + 0.5));
        expect(before.scores[0]!.method).toBe(before.method);
      }),
    );
  });
});

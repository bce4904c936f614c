import fc from 'fast-check';
import { countBackDays, daysSalesOutstanding, salesGrowth } from './days-sales-outstanding';

const month = (sales: bigint, days = 30) => ({ sales, days });

describe('days sales outstanding', () => {
  it('fool.com: 18,000 owed after sales of 20,000 in April are 27 days', () => {
    expect(daysSalesOutstanding(18_000n, month(20_000n))?.toFixed(1)).toBe('27.0');
  });

  it('paramountcollections.com.au: 4,600,000 owed after 9,000,000 in 90 days are 46 days, best possible 20.7 by the current 2,070,000', () => {
    expect(daysSalesOutstanding(4_600_000n, month(9_000_000n, 90))?.toFixed(0)).toBe('46');
    expect(daysSalesOutstanding(2_070_000n, month(9_000_000n, 90))?.toFixed(1)).toBe('20.7');
  });

  it('is nothing where nothing was sold, and refuses a stretch of no days', () => {
    expect(daysSalesOutstanding(5n, month(0n))).toBeNull();
    expect(daysSalesOutstanding(5n, month(-1n))).toBeNull();
    expect(() => daysSalesOutstanding(5n, month(1n, 0))).toThrow(RangeError);
  });
});

describe('count-back', () => {
  it('trymesha.com: 212,000 owed after 70,000, 80,000 and 100,000 in months of 30 days are 73.7 days', () => {
    expect(countBackDays(212_000n, [month(100_000n), month(80_000n), month(70_000n)])?.toFixed(1)).toBe('73.7');
  });

  it('snowdaycalculatornow.com: 2,100,000 owed after 900,000 in March, 800,000 in February, 700,000 in January: 31 + 28 + 400 ÷ 700 of 31', () => {
    const days = countBackDays(2_100_000n, [month(900_000n, 31), month(800_000n, 28), month(700_000n, 31)]);
    expect(days?.toFixed(2)).toBe('76.71');
  });

  it('is 0 with nothing owed, whole days at the edge, and nothing when sales do not cover it', () => {
    expect(countBackDays(0n, [])?.toFixed(0)).toBe('0');
    expect(countBackDays(7n, [month(7n, 31), month(7n, 28)])?.toFixed(0)).toBe('31');
    expect(countBackDays(8n, [month(7n, 31), month(0n, 28)])).toBeNull();
  });

  it('with even sales says what the plain figure says, at any scale', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 12n), fc.integer({ min: 1, max: 12 }), fc.bigInt(0n, 10n ** 12n), (sales, months, raw) => {
        const owed = raw % (sales * BigInt(months));
        const counted = countBackDays(owed, Array.from({ length: months }, () => month(sales)));
        expect(counted?.toFixed(6)).toBe(daysSalesOutstanding(owed, month(sales))?.toFixed(6));
      }),
    );
  });
});

describe('sales growth', () => {
  it('from 200 to 250 is 25 %, back is −20 %, and from nothing there is none', () => {
    expect([salesGrowth(200n, 250n)?.toFixed(1), salesGrowth(250n, 200n)?.toFixed(1), salesGrowth(0n, 5n)]).toEqual(['25.0', '-20.0', null]);
  });
});

import { epochDay } from '#ledger';
import { feeOn, yearlyAndMonthly, type RecurringItem } from './recurring-fees';

const day = (text: string): number => epochDay(text);

describe('what a fee is a month and a year', () => {
  it.each([
    { fee: '10', unit: 'month', count: 1, yearly: 12_000n, monthly: 1_000n },
    { fee: '100', unit: 'year', count: 1, yearly: 10_000n, monthly: 833n },
    { fee: '30', unit: 'month', count: 3, yearly: 12_000n, monthly: 1_000n },
    { fee: '7', unit: 'week', count: 1, yearly: 36_500n, monthly: 3_042n },
    { fee: '1', unit: 'day', count: 1, yearly: 36_500n, monthly: 3_042n },
  ])('$fee every $count $unit', ({ fee, unit, count, ...figures }) => {
    expect(yearlyAndMonthly(fee, unit, count, 'EUR')).toEqual(figures);
  });

  it('knows currencies without decimals', () => {
    expect(yearlyAndMonthly('1000', 'year', 1, 'JPY')).toEqual({ yearly: 1000n, monthly: 83n });
  });
});

describe('what recurs on a day', () => {
  const fee = (from: string, monthly: bigint) => ({ fromDay: day(from), plan: 'pro', monthly, yearly: monthly * 12n });
  const item: RecurringItem = {
    entityId: 'shop', currency: 'EUR', customerId: 'ada', endedFrom: day('2024-07-01'),
    // Signed on 1 January with a month of trial, amended within the trial and in May.
    fees: [fee('2024-02-01', 10n), fee('2024-01-20', 20n), fee('2024-05-10', 30n)],
  };

  it.each([
    ['2024-01-31', undefined], ['2024-02-01', 20n], ['2024-05-09', 20n], ['2024-05-10', 30n], ['2024-06-30', 30n], ['2024-07-01', undefined],
  ])('on %s is %s', (on, monthly) => {
    expect(feeOn(item, day(on))?.monthly).toBe(monthly);
  });

  it('is nothing from the day on which an item is taken out', () => {
    expect(feeOn({ ...item, fees: [...item.fees, fee('2024-06-01', 0n)] }, day('2024-06-02'))).toBeNull();
  });
});

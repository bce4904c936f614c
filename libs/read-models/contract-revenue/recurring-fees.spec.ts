import { epochDay } from '#ledger';
import { feeOn, yearlyAndMonthly, type RecurringItem } from './recurring-fees';

const day = (text: string): number => epochDay(text);

describe('what a fee is a month and a year', () => {
  it.each([
    ['10', 'month', 1, 12_000n, 1_000n],
    ['100', 'year', 1, 10_000n, 833n],
    ['30', 'month', 3, 12_000n, 1_000n],
    ['7', 'week', 1, 36_500n, 3_042n],
    ['1', 'day', 1, 36_500n, 3_042n],
  ])('%s every %s × %i', (fee, unit, count, yearly, monthly) => {
    expect(yearlyAndMonthly(fee, unit, count, 'EUR')).toEqual({ yearly, monthly });
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

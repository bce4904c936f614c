import * as fc from 'fast-check';
import {
  add, apportion, compare, Decimal, fitsAmount, formatMinor, isNegative, isPositive, isZero, knownCurrency, minorOf, moneyOf,
  moneyOfMinor, negate, roundDecimal, roundToMoney, subtract, sum, toAmount, toDecimal, zero,
  type RoundingMode,
} from '.';

const eur = knownCurrency('EUR');
const jpy = knownCurrency('JPY');
const cents = (minor: bigint) => moneyOfMinor(minor, eur);

describe('money', () => {
  it('adds, subtracts, negates and compares in integer minor units', () => {
    expect(toAmount(add(moneyOf('0.10', eur), moneyOf('0.20', eur)))).toBe('0.30');
    expect(toAmount(subtract(moneyOf('1.00', eur), moneyOf('1.01', eur)))).toBe('-0.01');
    expect(toAmount(negate(moneyOf('5', jpy)))).toBe('-5');
    expect(compare(moneyOf('1', eur), moneyOf('1.00', eur))).toBe(0);
    expect([isZero(zero(eur)), isNegative(cents(-1n)), isPositive(cents(1n))]).toEqual([true, true, true]);
    expect(toAmount(sum(eur, []))).toBe('0.00');
  });

  it('never mixes currencies', () => {
    expect(() => add(zero(eur), zero(jpy))).toThrow(TypeError);
    expect(() => sum(eur, [zero(jpy)])).toThrow(TypeError);
  });

  it('reads only plain stored amounts', () => {
    expect(() => moneyOf('1e3', eur)).toThrow(RangeError);
    expect(() => minorOf('1e3', 2)).toThrow(RangeError);
    expect(() => minorOf('1.005', 2)).toThrow(RangeError);
  });

  it('knows which amounts an event can hold', () => {
    expect(fitsAmount(moneyOf('10000000000000.00', eur))).toBe(true);
    expect(fitsAmount(add(moneyOf('10000000000000.00', eur), cents(1n)))).toBe(false);
  });

  it('writes what it reads, at every scale', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }), fc.integer({ min: 0, max: 4 }), (minor, digits) => {
        expect(minorOf(formatMinor(minor, digits), digits)).toBe(minor);
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['0.125', 'half-up', '0.13'],
    ['0.125', 'half-even', '0.12'],
    ['0.135', 'half-even', '0.14'],
    ['-0.125', 'half-up', '-0.13'],
    ['-0.125', 'half-even', '-0.12'],
    ['0.1249999999999999999999999', 'half-up', '0.12'],
  ] as const)('%s by %s is %s', (value, mode, rounded) => {
    expect(toAmount(roundToMoney(new Decimal(value), eur, mode))).toBe(rounded);
    expect(roundDecimal(new Decimal(value), 2, mode).toFixed(2)).toBe(rounded);
  });

  it('turns an amount that rounds to nothing into zero without a sign', () => {
    expect(toAmount(roundToMoney(new Decimal('-0.001'), eur, 'half-up'))).toBe('0.00');
  });

  it('is never further than half a unit off, and leaves exact amounts alone', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.constantFrom<RoundingMode>('half-up', 'half-even'), (millionths, mode) => {
        const value = new Decimal(millionths.toString()).div(1_000_000);
        const rounded = toDecimal(roundToMoney(value, eur, mode));
        expect(rounded.minus(value).abs().lte('0.005')).toBe(true);
        expect(roundToMoney(rounded, eur, mode)).toEqual(roundToMoney(value, eur, mode));
      }),
    );
  });
});

describe('apportionment', () => {
  it('gives what is left to the parts that lost most, the earlier first', () => {
    expect(apportion(cents(100n), [1n, 1n, 1n]).map(toAmount)).toEqual(['0.34', '0.33', '0.33']);
    expect(apportion(cents(5n), [new Decimal('0.5'), new Decimal('3.25')]).map(toAmount)).toEqual(['0.01', '0.04']);
    expect(apportion(cents(-100n), [1n, 1n, 1n]).map(toAmount)).toEqual(['-0.34', '-0.33', '-0.33']);
  });

  it('counts weights as equal when all are zero', () => {
    expect(apportion(cents(3n), [0n, 0n]).map(toAmount)).toEqual(['0.02', '0.01']);
    expect(apportion(zero(eur), [])).toEqual([]);
  });

  it('refuses what has no answer', () => {
    expect(() => apportion(cents(1n), [])).toThrow(RangeError);
    expect(() => apportion(cents(1n), [-1n, 2n])).toThrow(RangeError);
  });

  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 40 });

  it('sums to the total, and no part is a whole unit away from its share', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), weights, (total, given) => {
        const parts = apportion(cents(total), given);
        expect(sum(eur, parts).minor).toBe(total);
        const weightSum = given.reduce((all, weight) => all + weight, 0n);
        parts.forEach((part, index) => {
          const weight = given[index] ?? 0n;
          const distance = part.minor * weightSum - total * weight;
          expect(weightSum === 0n || (distance < weightSum && distance > -weightSum)).toBe(true);
          expect(weightSum > 0n && weight === 0n ? part.minor : 0n).toBe(0n);
        });
      }),
    );
  });
});

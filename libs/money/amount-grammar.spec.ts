import * as fc from 'fast-check';
import { currency, decimalOf, parseAmount, parseDecimal, toAmount } from '.';
import { knownCurrency } from './currency';

const eur = knownCurrency('EUR');
const jpy = knownCurrency('JPY');

const ruleOf = (text: unknown, code = eur): string => {
  const parsed = parseAmount(text, code);
  return parsed.ok ? `taken as ${toAmount(parsed.money)}` : parsed.problem.rule;
};

describe('the currency table', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['KWD', 3],
    ['CLF', 4],
  ])('%s has %i digits', (code, digits) => expect(currency(code)?.digits).toBe(digits));

  it.each(['XXX', 'eur', 'EURO', '', '__proto__', 'XAU'])('%j is no currency to bill in', (code) => {
    expect(currency(code)).toBeUndefined();
  });
});

describe('the amount grammar', () => {
  it.each([
    ['0', '0.00'],
    ['12', '12.00'],
    ['12.5', '12.50'],
    ['-12.50', '-12.50'],
    ['10000000000000', '10000000000000.00'],
  ])('takes %s', (text, amount) => expect(ruleOf(text)).toBe(`taken as ${amount}`));

  it.each([
    '1e100000000', '1e5', 'NaN', 'Infinity', '-Infinity', '0x10', '0b1', '1_000', '+1', ' 1', '1 ', '1\n', '', '.', '1.', '.5', '-', '-0',
    '-0.00', '00', '01.00', '1,50', '1.000,00', '١٢', '１', '1.2.3', '--1', '1'.repeat(1_000_000),
  ])('refuses %.20j', (text) => expect(ruleOf(text)).toBe('grammar'));

  it('refuses more than read models can sum', () => {
    expect(ruleOf('10000000000000.01')).toBe('too-large');
    expect(ruleOf('-999999999999999999.99')).toBe('too-large');
    expect(ruleOf('1000000000000000', jpy)).toBe('taken as 1000000000000000');
  });

  it('refuses 19 integer digits and decimals the currency does not have', () => {
    expect(ruleOf('1000000000000000000')).toBe('integer-digits');
    expect(ruleOf('1.005')).toBe('decimals');
    expect(ruleOf('1.0', jpy)).toBe('decimals');
  });

  it.each([1, 12.5, null, undefined, {}, [], true, 1n])('refuses what is no text', (value) => expect(ruleOf(value)).toBe('not-text'));

  it('refuses a negative amount where none is allowed', () => {
    const parsed = parseAmount('-1.00', eur, { allowNegative: false });
    expect(parsed.ok ? '' : parsed.problem.rule).toBe('negative');
  });

  it.each(['1e100000000', `1e${'9'.repeat(100)}`, '9'.repeat(500_000), `0.${'0'.repeat(500_000)}1`])(
    'refuses the bomb %.20s in under a millisecond, showing a short piece of it',
    (bomb) => {
      // The quickest of several: other work on the machine only ever adds to the time.
      const milliseconds = Array.from({ length: 20 }, () => {
        const before = performance.now();
        const refused = !parseAmount(bomb, eur).ok && !parseDecimal(bomb, { maxDecimals: 6 }).ok;
        return refused ? performance.now() - before : Infinity;
      });
      expect(Math.min(...milliseconds)).toBeLessThan(1);
      const amount = parseAmount(bomb, eur);
      expect(amount.ok ? '' : amount.problem.message.length).toBeLessThan(200);
    },
  );

  it('throws nothing whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof parseAmount(value, eur).ok).toBe('boolean');
        expect(typeof parseDecimal(value, { maxDecimals: 6 }).ok).toBe('boolean');
      }),
    );
  });
});

describe('exact decimals', () => {
  it('keep every digit', () => {
    const parsed = parseDecimal('999999999999999999.999999', { maxDecimals: 6 });
    expect(parsed.ok ? parsed.value.toFixed() : '').toBe('999999999999999999.999999');
  });

  it('are non-negative unless said otherwise, and bounded in decimals', () => {
    expect(parseDecimal('-1', { maxDecimals: 6 }).ok).toBe(false);
    expect(parseDecimal('-1', { maxDecimals: 6, allowNegative: true }).ok).toBe(true);
    expect(parseDecimal('1.0000001', { maxDecimals: 6 }).ok).toBe(false);
  });

  it('out of an event are held to the grammar again', () => {
    expect(() => decimalOf('1e9')).toThrow(RangeError);
  });
});

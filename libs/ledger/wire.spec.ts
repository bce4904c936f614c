import { Value } from '@sinclair/typebox/value';
import { amountMinorMax, formatMinor } from '#money';
import { Amount } from './wire';

describe('an amount on the wire', () => {
  it.each([0, 2, 3, 4])('holds the largest amount there may be, at %i decimals and either sign', (digits) => {
    expect(Value.Check(Amount, formatMinor(amountMinorMax, digits))).toBe(true);
    expect(Value.Check(Amount, formatMinor(-amountMinorMax, digits))).toBe(true);
  });

  it.each([0, 2, 3, 4])('holds nothing at %i decimals that a 64-bit integer of minor units could not', (digits) => {
    expect(Value.Check(Amount, formatMinor(2n ** 63n, digits))).toBe(false);
    expect(Value.Check(Amount, formatMinor(-(2n ** 63n), digits))).toBe(false);
  });

  it.each(['1e3', '+1', '-', '01', '1.', '.5', '1.00000', ''])('does not hold %j', (text) => expect(Value.Check(Amount, text)).toBe(false));
});

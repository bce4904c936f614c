import * as fc from 'fast-check';
import { currency } from '#money';
import { fromStripeAmount, toStripeAmount } from './stripe-amount';

/** The published tables: currencies without decimals, with three, and those counted in hundredths all the same. */
describe('an amount in the smallest unit of the gateway', () => {
  it.each([
    [500, 'gbp', '5.00'], [500, 'jpy', '500'], [500, 'krw', '500'], [500, 'xof', '500'], [5120, 'kwd', '5.120'], [10, 'bhd', '0.010'], [500, 'isk', '5'], [500, 'ugx', '5'], [7, 'mga', '7.00'],
  ])('%d %s is %s', (stripe, code, ours) => {
    expect(fromStripeAmount(stripe, code)).toEqual({ ok: true, amount: ours });
    expect(toStripeAmount(ours, code.toUpperCase())).toEqual({ ok: true, amount: stripe });
  });

  it.each([[501, 'isk'], [550, 'ugx'], [1.5, 'gbp'], [Number.MAX_SAFE_INTEGER + 1, 'gbp'], [500, 'xxz']])('%d %s is refused', (stripe, code) => {
    expect(fromStripeAmount(stripe, code)).toMatchObject({ ok: false });
  });

  it('is refused where the gateway takes no such step', () => {
    expect(toStripeAmount('5.123', 'KWD')).toMatchObject({ ok: false });
  });

  it('comes back as it went', () => {
    const codes = fc.constantFrom('gbp', 'jpy', 'kwd', 'isk', 'ugx', 'mga', 'clp', 'tnd');
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 99_999 }), (code, amount) => {
        const ours = fromStripeAmount(amount * 1000, code);
        expect(currency(code.toUpperCase())).toBeDefined();
        expect(ours.ok && toStripeAmount(ours.amount, code.toUpperCase())).toEqual(amount * 1000 <= 99_999_999 ? { ok: true, amount: amount * 1000 } : expect.objectContaining({ ok: false }));
      }),
    );
  });
});

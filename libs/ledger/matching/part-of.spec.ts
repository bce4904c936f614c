import fc from 'fast-check';
import { mayBePart } from './part-of';

describe('mayBePart', () => {
  it.each([
    [50_00n, 123_45n, 'a round sum'],
    [37_03n, 123_45n, 'thirty percent'],
    [41_15n, 123_45n, 'a third'],
    [10_29n, 123_45n, 'a twelfth'],
  ])('takes %s of %s for a part: %s', (amount, open) => {
    expect(mayBePart(amount, open)).toBe(true);
  });

  it.each([[47_11n, 123_45n], [119_99n, 980_02n]])('does not take %s of %s for a part', (amount, open) => {
    expect(mayBePart(amount, open)).toBe(false);
  });

  it('knows every equal part and every whole percent', () => {
    fc.assert(
      fc.property(fc.bigInt(200n, 10n ** 12n), fc.bigInt(2n, 12n), fc.bigInt(1n, 99n), (open, parts, percent) => {
        expect(mayBePart(open / parts, open)).toBe(true);
        expect(mayBePart((open * percent) / 100n, open)).toBe(true);
      }),
    );
  });
});

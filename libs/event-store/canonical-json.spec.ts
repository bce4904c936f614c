import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, inputHash } from './canonical-json';

const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { noNullPrototype: true })),
})).value;

it('agrees with an independent implementation of RFC 8785', () => {
  fc.assert(fc.property(json, (value) => expect(canonicalJson(value)).toBe(canonicalize(value))));
});

it('does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json, { noNullPrototype: true }), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(inputHash(reversed)).toBe(inputHash(value));
    }),
  );
});

it('sorts keys by UTF-16 code units, as the RFC shows', () => {
  const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
  expect(canonicalJson(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}');
});

it('leaves out undefined members and writes minus zero as zero', () => {
  expect(canonicalJson({ b: undefined, a: -0 })).toBe('{"a":0}');
});

it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', [undefined], new Date(0), 1n, () => 1])(
  'refuses what has no exact form: %p',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);

it('gives inputs a versioned hash', () => {
  expect(inputHash({})).toBe('v1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});

import fc from 'fast-check';
import { canonicalJson } from '../canonical-json';
import { jsonText } from './wire-event';

const key = fc.oneof(fc.string({ unit: 'grapheme' }), fc.nat(99).map(String), fc.constantFrom('__proto__', '01', '1200'));
const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries))),
})).value;

it('gives canonical text back to the byte after the client has parsed it', () => {
  fc.assert(
    fc.property(json, (value) => {
      const stored = canonicalJson(value);
      expect(jsonText(JSON.parse(stored))).toBe(stored);
    }),
  );
});

it('keeps the meaning of what has no canonical form', () => {
  const stored = '{"2":0.5,"1":true}';
  expect(JSON.parse(jsonText(JSON.parse(stored)))).toEqual(JSON.parse(stored));
});

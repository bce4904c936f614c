import fc from 'fast-check';
import { hashPreImage, lengthPrefixed, type HashedContent } from './content-hash';

const content: fc.Arbitrary<HashedContent> = fc.record({
  stream: fc.string(),
  revision: fc.nat(20),
  type: fc.string(),
  version: fc.integer({ min: 1, max: 20 }),
  data: fc.string(),
  metadata: fc.dictionary(fc.constantFrom('actor', 'commandId'), fc.string(), { noNullPrototype: true }),
});

/** Reads length-prefixed fields back; that it can is what makes the pre-image injective. */
function fieldsOf(preImage: string): string[] {
  const bytes = Buffer.from(preImage);
  const fields: string[] = [];
  for (let place = 0; place < bytes.length; ) {
    const colon = bytes.indexOf(':', place);
    const length = Number(bytes.toString('utf8', place, colon));
    fields.push(bytes.toString('utf8', colon + 1, colon + 1 + length));
    place = colon + 1 + length;
  }
  return fields;
}

it('can be read back field by field, so that two contents never share a pre-image', () => {
  const field = fc.string({ unit: 'grapheme' });
  fc.assert(fc.property(fc.array(field), (fields) => expect(fieldsOf(lengthPrefixed(fields))).toEqual(fields)));
});

it('differs whenever any field differs', () => {
  fc.assert(
    fc.property(content, content, (left, right) => {
      const same = JSON.stringify(left) === JSON.stringify(right);
      expect(hashPreImage(left) === hashPreImage(right)).toBe(same || sameContent(left, right));
    }),
  );
});

it('tells fields apart when bytes move across their border', () => {
  const base = { revision: 1, version: 1, data: '{}', metadata: {} };
  expect(hashPreImage({ ...base, stream: 'ab', type: 'c' })).not.toBe(hashPreImage({ ...base, stream: 'a', type: 'bc' }));
});

it('leaves the hash itself and the copy stamps outside', () => {
  const base = { stream: 's', type: 't', revision: 1, version: 1, data: '{}', metadata: { actor: 'a' } };
  const copied = { ...base, metadata: { actor: 'a', contentHash: 'x', copy: { recordedAt: 1, sequence: 2 } } };
  expect(hashPreImage(copied)).toBe(hashPreImage(base));
});

/** Equal but for the order in which metadata keys were generated. */
function sameContent(left: HashedContent, right: HashedContent): boolean {
  const sorted = ({ metadata, ...rest }: HashedContent) => JSON.stringify([rest, Object.entries(metadata).sort()]);
  return sorted(left) === sorted(right);
}

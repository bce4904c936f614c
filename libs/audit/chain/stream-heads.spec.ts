import fc from 'fast-check';
import { StreamHeads } from './stream-heads';

test('gives the revision before, for any streams in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.nat(1000)), { maxLength: 20_000, minLength: 5_000 }), (steps) => {
      const heads = new StreamHeads();
      const known = new Map<string, number>();
      for (const [number, revision] of steps) {
        const stream = `invoices-S${number}`;
        expect(heads.advance(stream, revision)).toBe(known.get(stream) ?? -1);
        known.set(stream, revision);
      }
    }),
    { numRuns: 20 },
  );
});

test('a million names share no key', () => {
  const heads = new StreamHeads();
  let shared = 0;
  for (let at = 0; at < 1_000_000; at += 1) {
    shared += heads.advance(`${at % 2 === 0 ? 'sale' : 'account'}-UK~C${at}`, 0) === -1 ? 0 : 1;
  }
  expect(shared).toBe(0);
});

import fc from 'fast-check';
import { GrowingTree } from './growing-tree';
import { emptyRoot, leafHash, nodeHash, type Hash } from './node-hash';
import { consistencyRanges, inclusionRanges, SubtreeGatherer, type LeafRange } from './proof-hashes';
import { provesConsistency, provesInclusion } from './verify-proof';

/** Test data of Certificate Transparency (RFC 6962), the same in transparency-dev/merkle. */
const published = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  inclusion: [
    { index: 0, size: 1, path: [] },
    {
      index: 0,
      size: 8,
      path: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      path: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    { index: 2, size: 3, path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
    {
      index: 1,
      size: 5,
      path: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
  consistency: [
    { first: 1, second: 1, path: [] },
    {
      first: 1,
      second: 8,
      path: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      first: 6,
      second: 8,
      path: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      first: 2,
      second: 5,
      path: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
};

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const publishedLeaves = published.leaves.map((leaf) => leafHash(bytes(leaf)));
const leavesOf = (size: number): readonly Hash[] => Array.from({ length: size }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));

/** The tree as RFC 9162 defines it, by recursion. */
function definedRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length < 2) {
    return leaves[0] ?? emptyRoot();
  }
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(definedRoot(leaves.slice(0, split)), definedRoot(leaves.slice(split)));
}

function gathered(leaves: readonly Hash[], ranges: readonly LeafRange[]): readonly Hash[] {
  const gatherer = new SubtreeGatherer(ranges);
  for (const leaf of leaves) gatherer.see(leaf);
  return gatherer.roots();
}

const rootOf = (leaves: readonly Hash[]): Hash => {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
};

describe('the published vectors', () => {
  test('roots of every size', () => {
    expect(emptyRoot().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(published.roots.map((_, at) => rootOf(publishedLeaves.slice(0, at + 1)).toString('hex'))).toEqual(published.roots);
  });

  test.each(published.inclusion)('leaf $index is in the tree of $size', ({ index, size, path }) => {
    const made = gathered(publishedLeaves, inclusionRanges(index, size));
    expect(made.map((hash) => hash.toString('hex'))).toEqual(path);
    expect(provesInclusion(publishedLeaves[index]!, index, { size, root: bytes(published.roots[size - 1]!) }, made)).toBe(true);
  });

  test.each(published.consistency)('the tree of $first begins that of $second', ({ first, second, path }) => {
    const made = gathered(publishedLeaves, consistencyRanges(first, second));
    expect(made.map((hash) => hash.toString('hex'))).toEqual(path);
    const head = (size: number) => ({ size, root: bytes(published.roots[size - 1]!) });
    expect(provesConsistency(head(first), head(second), made)).toBe(true);
  });
});

describe('laws', () => {
  const sizes = fc.integer({ min: 1, max: 300 });

  test('a growing tree has the root of the definition, also when it goes on from its peaks', () => {
    fc.assert(
      fc.property(sizes, sizes, (first, more) => {
        const leaves = leavesOf(first + more);
        const begun = new GrowingTree();
        for (const leaf of leaves.slice(0, first)) begun.append(leaf);
        const resumed = GrowingTree.from(first, begun.peaks())!;
        for (const leaf of leaves.slice(first)) resumed.append(leaf);
        expect(resumed.root()).toEqual(definedRoot(leaves));
      }),
      { numRuns: 60 },
    );
  });

  test('every leaf is proven, at its own place alone', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, pick, other) => {
        const leaves = leavesOf(size);
        const index = pick % size;
        const path = gathered(leaves, inclusionRanges(index, size));
        const root = definedRoot(leaves);
        expect(provesInclusion(leaves[index]!, index, { size, root }, path)).toBe(true);
        const elsewhere = other % size;
        expect(provesInclusion(leaves[index]!, elsewhere, { size, root }, path)).toBe(elsewhere === index);
        expect(provesInclusion(leaves[elsewhere]!, index, { size, root }, path)).toBe(elsewhere === index);
      }),
      { numRuns: 200 },
    );
  });

  test('every beginning is proven, and no other history', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (second, pick, changed) => {
        const leaves = leavesOf(second);
        const first = (pick % second) + 1;
        const path = gathered(leaves, consistencyRanges(first, second));
        const older = { size: first, root: definedRoot(leaves.slice(0, first)) };
        const newer = { size: second, root: definedRoot(leaves) };
        expect(provesConsistency(older, newer, path)).toBe(true);
        const rewritten = leaves.map((leaf, at) => (at === changed % first ? leafHash(leaf) : leaf));
        const forged = { size: second, root: definedRoot(rewritten) };
        expect(provesConsistency(older, forged, gathered(rewritten, consistencyRanges(first, second)))).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is no proof', () => {
  const leaves = leavesOf(11);
  const head = (size: number) => ({ size, root: definedRoot(leaves.slice(0, size)) });

  test('sizes and places that are none', () => {
    const path = gathered(leaves, inclusionRanges(3, 11));
    const { root } = head(11);
    for (const [index, size] of [[-1, 11], [11, 11], [3.5, 11], [3, 0], [3, -1], [Number.NaN, 11], [3, Number.POSITIVE_INFINITY], [3, 2 ** 60]]) {
      expect(provesInclusion(leaves[3]!, index!, { size: size!, root }, path)).toBe(false);
    }
    expect(GrowingTree.from(11, path.slice(0, 2))).toBeNull();
  });

  test('an empty beginning, a longer first tree, a path too short or too long', () => {
    const path = gathered(leaves, consistencyRanges(5, 11));
    expect(provesConsistency({ size: 0, root: emptyRoot() }, head(11), [])).toBe(false);
    expect(provesConsistency(head(11), head(5), path)).toBe(false);
    expect(provesConsistency(head(5), head(11), [])).toBe(false);
    expect(provesConsistency(head(5), head(11), path.slice(1))).toBe(false);
    expect(provesConsistency(head(5), head(11), [...path, path[0]!])).toBe(false);
    expect(provesConsistency(head(5), { ...head(5), root: head(6).root }, [])).toBe(false);
  });

  test('a gatherer that did not see every leaf says so', () => {
    const gatherer = new SubtreeGatherer([{ from: 0, to: 4 }]);
    gatherer.see(leaves[0]!);
    expect(() => gatherer.roots()).toThrow('leaves 0 to 3 were not all seen: 1 of 4');
  });
});

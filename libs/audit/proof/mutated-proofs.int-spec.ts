import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RecordedEvent } from '#event-store';
import type { Anchor } from '../anchor/anchor';
import { fileAnchor, readAnchorFile } from '../anchor/file-anchor';
import { LogSealer } from '../seal/log-sealer';
import { newSealKey } from '../seal/seal-key';
import { SealingPlace } from '../seal/sealing-place';
import { GrowingTree } from '../merkle/growing-tree';
import { leafHash, type Hash } from '../merkle/node-hash';
import { consistencyRanges, inclusionRanges, SubtreeGatherer } from '../merkle/proof-hashes';
import { provesConsistency, provesInclusion } from '../merkle/verify-proof';
import { allEvents, appendAll, madeCodec, madeFact, madeLedgerId, ScratchLogs } from '../testing/made-log';
import { checkFactProof, proveFact, type FactProof } from './fact-proof';
import { checkGrowthProof, proveGrowth } from './growth-proof';

const logs = new ScratchLogs();
afterAll(() => logs.close());

interface SealedLog {
  readonly store: Parameters<typeof proveFact>[0]['store'];
  readonly events: readonly RecordedEvent[];
  readonly anchors: readonly Anchor[];
}

let log: SealedLog;
beforeAll(async () => {
  const { store, folder } = await logs.open();
  const sealer = new LogSealer({
    store, codec: madeCodec, key: newSealKey(), place: new SealingPlace(join(folder, 'place'), madeLedgerId), sinks: [fileAnchor(join(folder, 'seals'))], actor: 'test', ids: { next: randomUUID },
  });
  for (const [from, to] of [[1, 6], [7, 21], [22, 40]] as const) {
    await appendAll(store, Array.from({ length: to - from + 1 }, (_, at) => madeFact(from + at)));
    await sealer.seal();
  }
  log = { store, events: await allEvents(store), anchors: (await readAnchorFile(join(folder, 'seals'))).anchors };
});

const proofOf = (sequence: number, seal: Anchor): Promise<FactProof> => {
  const recorded = log.events[sequence - 1]!;
  return proveFact({ store: log.store, codec: madeCodec }, { recorded, sequence, recordedAt: recorded.createdAt }, seal);
};

test('every fact is proven under every seal that covers it, and by no seal that does not', async () => {
  for (const seal of log.anchors) {
    for (let sequence = 1; sequence <= seal.size; sequence += 1) {
      expect(checkFactProof(JSON.stringify(await proofOf(sequence, seal)))).toMatchObject({ ok: true });
    }
    if (seal.size < log.events.length) {
      await expect(proofOf(seal.size + 1, seal)).rejects.toThrow(`not covered by the seal over ${seal.size} facts`);
    }
  }
});

test('every later log is shown to begin with every earlier one', async () => {
  const [first, second, third] = log.anchors as [Anchor, Anchor, Anchor];
  for (const [earlier, later] of [[first, second], [second, third], [first, third], [first, first]] as const) {
    expect(checkGrowthProof(JSON.stringify(await proveGrowth({ store: log.store, codec: madeCodec }, earlier, later)))).toMatchObject({ ok: true });
  }
});

test('a proof whose text was changed anywhere is refused', async () => {
  const fact = JSON.stringify(await proofOf(17, log.anchors[1]!));
  const growth = JSON.stringify(await proveGrowth({ store: log.store, codec: madeCodec }, log.anchors[0]!, log.anchors[2]!));
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 94 }), (ofFact, place, shift) => {
      const text = ofFact ? fact : growth;
      const at = place % text.length;
      const changed = text.slice(0, at) + String.fromCharCode(32 + ((text.charCodeAt(at) - 32 + shift) % 95)) + text.slice(at + 1);
      const same = (verdict: { readonly ok: boolean; readonly proof?: unknown }, original: string): boolean =>
        verdict.ok && canonicalOf(verdict.proof) !== canonicalOf(JSON.parse(original));
      expect(same(ofFact ? checkFactProof(changed) : checkGrowthProof(changed), text)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
});

/** What a proof says, without what it does not bind: the spelling of JSON. */
const canonicalOf = (value: unknown): string => JSON.stringify(value);

test('a million mutated proofs: paths, sizes, places and roots: none accepted', () => {
  const leaves = Array.from({ length: 64 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
  const roots = leaves.map((_, at) => rootOf(leaves.slice(0, at + 1)));
  const random = seeded(20_240_301);
  let accepted = 0;
  let tried = 0;
  const take = (isAccepted: boolean): void => {
    tried += 1;
    if (isAccepted) accepted += 1;
  };
  for (let round = 0; round < 300_000; round += 1) {
    const size = 1 + (random() % 64);
    const index = random() % size;
    const head = { size, root: roots[size - 1]! };
    const path = gathered(leaves, inclusionRanges(index, size));
    const forged = mutated(path, random);
    if (forged !== null) take(provesInclusion(leaves[index]!, index, head, forged));
    const elsewhere = random() % 70;
    if (elsewhere !== index) take(provesInclusion(leaves[index]!, elsewhere, head, path));
  }
  for (let round = 0; round < 300_000; round += 1) {
    const second = 2 + (random() % 63);
    const first = 1 + (random() % (second - 1));
    const path = gathered(leaves, consistencyRanges(first, second));
    const [older, newer] = [{ size: first, root: roots[first - 1]! }, { size: second, root: roots[second - 1]! }];
    const forged = mutated(path, random);
    if (forged !== null) take(provesConsistency(older, newer, forged));
    const other = random() % 64;
    if (other !== first - 1) take(provesConsistency({ ...older, root: roots[other]! }, newer, path));
  }
  expect(accepted).toBe(0);
  expect(tried).toBeGreaterThanOrEqual(1_000_000);
}, 240_000);

/** One hash changed in one bit, left out, put in twice, or moved; null where that changes nothing. */
function mutated(path: readonly Hash[], random: () => number): readonly Hash[] | null {
  const at = path.length === 0 ? 0 : random() % path.length;
  const hash = path[at];
  switch (random() % 4) {
    case 0: {
      if (hash === undefined) return [leafHash(Buffer.from(String(random())))];
      const flipped = Buffer.from(hash);
      flipped[random() % 32]! ^= 1 << (random() % 8);
      return path.map((one, place) => (place === at ? flipped : one));
    }
    case 1:
      return hash === undefined ? null : path.filter((_, place) => place !== at);
    case 2:
      return hash === undefined ? null : [...path.slice(0, at), hash, ...path.slice(at)];
    default:
      return path.length < 2 ? null : [...path.slice(1), path[0]!];
  }
}

const memo = new Map<string, readonly Hash[]>();
function gathered(leaves: readonly Hash[], ranges: ReturnType<typeof inclusionRanges>): readonly Hash[] {
  const name = JSON.stringify(ranges);
  const known = memo.get(name);
  if (known !== undefined) return known;
  const gatherer = new SubtreeGatherer(ranges);
  for (const leaf of leaves) gatherer.see(leaf);
  const roots = gatherer.roots();
  memo.set(name, roots);
  return roots;
}

function rootOf(leaves: readonly Hash[]): Hash {
  const tree = new GrowingTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { killAgainAndAgain, killCount } from '../../event-store/testing/killed-program';
import type { Anchor } from '../anchor/anchor';
import { readAnchorFile } from '../anchor/file-anchor';
import { verifyChain } from '../chain/verify-chain';
import { readSealRecord, sealStream } from '../chain/seal-record';
import { exportLog } from '../log-export/log-export';
import { checkGrowthProof, proveGrowth } from '../proof/growth-proof';
import { allEvents, madeCodec, madeLedgerId } from '../testing/made-log';
import { verdictsOn } from '../testing/exported-log';
import { openSealKey, sealKeyFile } from './seal-key-file';

const program = resolve(__dirname, '../../../dist/libs/audit/testing/seal-under-load.child.js');
const kills = killCount(12);
const linesMax = 60;

let folder: string;
let anchored: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-sealing-'));
  anchored = join(folder, 'seals.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const linesOf = (lines: readonly string[], word: string): string[] => lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length + 1));
const wrongOf = (checks: Awaited<ReturnType<typeof verifyChain>>['checks']): string[] => checks.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`));

/** Sequences that no seal covers or that more than one does, up to the last seal; each covers what came after the one before. */
function notSealedOnce(sizes: readonly number[]): number[] {
  const covered = new Map<number, number>();
  for (const [at, size] of sizes.entries()) {
    for (let sequence = (sizes[at - 1] ?? 0) + 1; sequence <= size; sequence += 1) covered.set(sequence, (covered.get(sequence) ?? 0) + 1);
  }
  return Array.from({ length: sizes.at(-1) ?? 0 }, (_, at) => at + 1).filter((sequence) => covered.get(sequence) !== 1);
}

/** Looks at what a kill left. */
async function inspect(store: EventStore, lines: readonly string[]) {
  const events = await allEvents(store);
  const streams = new Set(events.map(({ stream }) => stream));
  const sizes = events.filter(({ stream, type }) => stream === sealStream && type === 'LogSealed').map(({ data }) => (JSON.parse(data) as { size: number }).size);
  const { anchors, problems } = await readAnchorFile(anchored).catch(() => ({ anchors: [], problems: [] }));
  const { checks } = await verifyChain({ store, codec: madeCodec }, await readSealRecord(store, madeCodec), anchors);
  const none = sizes.length === 0 ? 'seals: the log holds no seal, so nothing proves that it is whole: seal it with daybook seal' : '';
  return {
    lost: linesOf(lines, 'appended').filter((stream) => !streams.has(stream)),
    sealedAndLost: linesOf(lines, 'sealed').filter((size) => !sizes.includes(Number(size))),
    doubled: events.length - new Set(events.map(({ stream, revision }) => `${stream}@${revision}`)).size,
    notSealedOnce: notSealedOnce(sizes),
    anchors: problems,
    chain: wrongOf(checks).filter((problem) => problem !== none),
  };
}

const sound = { lost: [], sealedAndLost: [], doubled: 0, notSealedOnce: [], anchors: [], chain: [] };

/** Every later seal is shown to cover exactly what the one before covered, and more. */
async function unprovenGrowth(store: EventStore): Promise<string[]> {
  const { seals } = await readSealRecord(store, madeCodec);
  const { publicKey } = await openSealKey(sealKeyFile(folder));
  const unproven: string[] = [];
  // Of very many seals, evenly spread pairs: each proof reads the log once.
  const step = Math.ceil(seals.length / 300);
  for (let at = step; at < seals.length; at += step) {
    const [earlier, later] = [seals[at - step]!, seals[at]!].map(({ seal }): Anchor => ({ ledgerId: madeLedgerId, ...seal, publicKey })) as [Anchor, Anchor];
    const verdict = checkGrowthProof(JSON.stringify(await proveGrowth({ store, codec: madeCodec }, earlier, later)));
    if (!verdict.ok) unproven.push(verdict.problem);
  }
  return unproven;
}

it(`a log sealed by two nodes, killed ${kills} times: every sequence is sealed once, the chain holds, each seal grows from the one before`, async () => {
  let seals = 0;
  await killAgainAndAgain({
    program, args: (round) => [folder, String(round)], kills, seed: 20_261_124, linesMax,
    afterKill: async (round, lines) => {
      seals += linesOf(lines, 'sealed').length;
      const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
      try {
        expect({ round, ...(await inspect(store, lines)) }).toEqual({ round, ...sound });
      } finally {
        await store.close();
      }
    },
  });
  expect(seals).toBeGreaterThan(kills / 2);
  const store = await openEmbeddedStore({ file: join(folder, 'log.db') });
  expect(await unprovenGrowth(store)).toEqual([]);
  const exported = await mkdtemp(join(tmpdir(), 'killed-sealing-export-'));
  await exportLog({ store, codec: madeCodec }, { folder: exported, from: 1, to: null, program: 'test' });
  expect(verdictsOn([exported], { anchor: anchored })).toMatchObject([{ ok: true, faults: [] }]);
  await store.close();
  await rm(exported, { recursive: true });
}, 60_000 + kills * 8_000);

it('what it looks for it would find: a sequence sealed by no seal, and one sealed by two', () => {
  expect(notSealedOnce([3, 7, 9])).toEqual([]);
  expect(notSealedOnce([3, 3, 9])).toEqual([]);
  expect(notSealedOnce([5, 3, 9])).toEqual([4, 5]);
});

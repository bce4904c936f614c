import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSealRecord, verifyChain, type Check } from '#audit';
import { EventCodec } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { eventDefinitions } from '#ledger';
import { openReadStore, ReadModels, reports, type Basis, type Reports } from '#read-models';
import type { GoldenFact } from './golden-files';

/** What a log comes to: rows, figures, and the root over its facts. */
export interface Outcome {
  readonly facts: number;
  readonly rootHash: string;
  /** Digest of every read model, by its name. */
  readonly digests: Readonly<Record<string, string>>;
  /** Bodies of reports, by name, basis and the sequence they are known at. */
  readonly bodies: Readonly<Record<string, object>>;
  /** Checks of hashes, revisions and seals that do not hold. */
  readonly broken: readonly Check[];
}

const asked = [
  'receivables',
  'aging',
  'revenue',
  'trialBalance',
  'tax',
  'orderToCash',
  'contractBalances',
  'recurringRevenue',
  'reconciliation',
  'tieOut',
] as const satisfies readonly (keyof Reports)[];
const bases: readonly Basis[] = ['effective', 'posting'];

/** Writes the facts into a store of its own, each with its id, place and time, and derives everything from them. */
export async function replayed(facts: readonly GoldenFact[], ledgerId: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'golden-log-'));
  let now = 0;
  const store = await openEmbeddedStore({ file: join(folder, 'events.db'), clock: () => now });
  const readStore = await openReadStore({ memory: true });
  const codec = new EventCodec({ definitions: eventDefinitions, ledgerId });
  const models = new ReadModels(readStore, { store, codec, ledgerId });
  try {
    for (const { stream, revision, recordedAt, ...event } of facts) {
      now = recordedAt;
      const outcome = await store.append(stream, revision === 0 ? 'no_stream' : revision - 1, [event]);
      if (outcome.kind !== 'appended') throw new Error(`${stream}@${revision} ${event.type} does not follow what stands before it: ${outcome.kind}`);
    }
    const { sequence } = await models.catchUp();
    const stopped = models.health().flatMap(({ error }) => (error === undefined || error === null ? [] : [error]));
    if (stopped.length > 0) throw new Error(stopped.join('\n'));
    const { checks, head } = await verifyChain({ store, codec }, await readSealRecord(store, codec), []);
    return {
      facts: head.facts, rootHash: head.rootHash, digests: await models.digest(), bodies: await bodiesAt(reports(readStore), [sequence, Math.floor(sequence / 2)]),
      broken: checks.filter(({ ok }) => !ok),
    };
  } finally {
    await models.stop();
    await readStore.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function bodiesAt(ask: Reports, sequences: readonly number[]): Promise<Record<string, object>> {
  const bodies: Record<string, object> = {};
  for (const sequence of sequences) {
    for (const basis of bases) {
      for (const name of asked) {
        const { body } = await ask[name]({ asOf: '2999-12-31', basis, knownAt: { sequence } });
        bodies[`${name} ${basis} ${sequence}`] = body;
      }
    }
  }
  return bodies;
}

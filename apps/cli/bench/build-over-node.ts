import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { openEventStoreDB } from '#event-store/eventstoredb';
import { openReadStore, ReadModels } from '#read-models';
import { startBenchNode } from './bench-node';
import type { BenchLine, BenchSetting } from './bench.types';
import { largeLedgerCodec, largeLedgerId, makeLargeLedger } from './large-ledger';
import { median, secondsOf } from './measure';

async function secondsToBuild(store: EventStore, file: string): Promise<number> {
  const readStore = await openReadStore({ file });
  const readModels = new ReadModels(readStore, { store, codec: largeLedgerCodec, ledgerId: largeLedgerId });
  try {
    return await secondsOf(() => readModels.catchUp());
  } finally {
    await readModels.stop();
    await readStore.close();
  }
}

async function secondsToRead(store: EventStore): Promise<number> {
  return secondsOf(async () => {
    for await (const page of store.readAll(null)) if (page.length === 0) throw new Error('a page of a read holds at least one event');
  });
}

/** All read models made from a log behind a node and from the same log in process; and how much of it is reading alone. */
export async function buildOverNode({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const size = { invoices: short ? 4_000 : 40_000, customers: short ? 400 : 4_000 };
  const embedded = await openEmbeddedStore({ file: join(folder, 'build.db') });
  const node = await startBenchNode(join(folder, 'build-node'));
  const adapter = await openEventStoreDB({ connectionString: node.connectionString });
  const [near, far, reading]: [number[], number[], number[]] = [[], [], []];
  try {
    say('making a ledger in process and behind a node');
    const events = await makeLargeLedger(embedded, size, () => undefined);
    await makeLargeLedger(adapter, size, () => undefined);
    for (let round = 0; round < (short ? 1 : 3); round += 1) {
      say(`read models from both, round ${round + 1}`);
      near.push(events / (await secondsToBuild(embedded, join(folder, `near-${round}.db`))));
      far.push(events / (await secondsToBuild(adapter, join(folder, `far-${round}.db`))));
      reading.push(events / (await secondsToRead(adapter)));
    }
  } finally {
    await adapter.close();
    await embedded.close();
    await node.stop();
  }
  const share = median(far.map((rate, round) => rate / (reading[round] ?? Number.POSITIVE_INFINITY)));
  return [
    {
      what: 'first build of all read models, over a node', unit: 'events/s', value: median(far), samples: far,
      baseline: { what: 'in process', value: median(near) }, note: `reading alone would take ${Math.round(100 * share)} % of that time`,
    },
  ];
}

import fc from 'fast-check';
import { setTimeout as after } from 'node:timers/promises';
import { collected } from '../conformance/subject';
import { scratchNode, type ScratchNode } from '../node/testing/scratch-node';
import type { EventStore, RecordedEvent } from '../port';
import { FaultProxy } from '../testing/fault-proxy';
import { openEventStoreDB } from './index';
import { appendLoad, newTally } from './testing/append-load';
import { Follower } from './testing/follower';

const faults = 200;
const streams = 6;
const seed = 20_260_311;
const kinds = ['cut', 'reset', 'delay', 'halfOpen', 'refuse'] as const;

const placeOf = ({ stream, revision, id }: RecordedEvent): string => `${stream}@${revision} ${id}`;

/** One fault, and its end. The moments are part of the fault, not something a test waits for. */
async function strike(proxy: FaultProxy, kind: (typeof kinds)[number], ms: number): Promise<void> {
  switch (kind) {
    case 'cut':
      proxy.cut();
      break;
    case 'reset':
      proxy.reset();
      break;
    case 'delay':
      proxy.delay(ms);
      break;
    case 'halfOpen':
      proxy.halfOpen();
      break;
    case 'refuse':
      proxy.refuse();
      break;
  }
  await after(ms);
  proxy.heal();
}

describe('connections that break', () => {
  let scratch: ScratchNode;
  let proxy: FaultProxy;
  let store: EventStore;

  beforeEach(async () => {
    scratch = await scratchNode();
    proxy = await FaultProxy.start(scratch.node.port);
    store = await openEventStoreDB({ connectionString: `esdb://127.0.0.1:${proxy.port}?tls=false`, silenceMs: 700, appendDeadlineMs: 4_000, readPatienceMs: 60_000 });
  });

  afterEach(async () => {
    await store.close();
    await proxy.close();
    await scratch.remove();
  });

  it(`loses and doubles nothing in ${faults} faults under appends, reads and a live subscription`, async () => {
    const tally = newTally();
    const follower = new Follower(store, 'load-');
    let isOver = false;
    const writers = Array.from({ length: streams }, (_, writer) => appendLoad(store, `load-${writer}`, () => isOver, tally));
    const reading = (async () => {
      let reads = 0;
      for (; !isOver; reads += 1) {
        const events = await collected(store.readStream(`load-${reads % streams}`));
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index));
      }
      return reads;
    })();
    const moments = fc.sample(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 5, max: 60 })), { numRuns: faults, seed });
    for (const [kind, ms] of moments) {
      const before = tally.appended;
      await strike(proxy, kind, ms);
      // Each fault meets a system at work again, half of the time one that has only just begun.
      await follower.until(() => tally.appended > before || ms % 2 === 0);
    }
    isOver = true;
    await Promise.all(writers);
    expect(await reading).toBeGreaterThan(0);
    await follower.until(({ seen }) => seen.length >= tally.acknowledged.size);
    await follower.stop();

    const stored = (await collected(scratch.log.readAll(null, { filter: { streamPrefixes: ['load-'] } }))).flat();
    const acknowledged = [...tally.acknowledged].map(([place, id]) => `${place} ${id}`);
    expect(new Set(stored.map(placeOf))).toEqual(new Set(acknowledged));
    expect(stored).toHaveLength(acknowledged.length);
    expect(follower.seen.map(placeOf)).toEqual(stored.map(placeOf));
    expect(tally.conflicts).toBe(0);
    expect(proxy.connections).toBeGreaterThan(faults / 4);
  }, 300_000);

  it('notices a subscription that has gone silent, and goes on over another connection', async () => {
    const tally = newTally();
    const follower = new Follower(store, 'quiet-');
    await follower.until(({ caughtUp }) => caughtUp !== null || follower.seen.length > 0);
    proxy.halfOpen();
    proxy.heal();
    const connections = proxy.connections;
    let turns = 0;
    await appendLoad(store, 'quiet-1', () => (turns += 1) > 2, tally);
    await follower.until(({ seen }) => seen.length >= tally.acknowledged.size);
    expect(proxy.connections).toBeGreaterThan(connections);
    await follower.stop();
  }, 60_000);

  it('gives up a read that stays without an answer, and an append without an outcome, and says so', async () => {
    const impatient = await openEventStoreDB({
      connectionString: `esdb://127.0.0.1:${proxy.port}?tls=false`,
      silenceMs: 200,
      appendDeadlineMs: 600,
      readPatienceMs: 600,
    });
    proxy.halfOpen();
    const event = { id: '6b1f4a52-6d0c-4b7e-9a55-0d6f4c3c2b1a', type: 'Noted', data: '{}', metadata: '{}' };
    await expect(impatient.append('x-1', 'no_stream', [event])).resolves.toMatchObject({ kind: 'unknown', cause: { code: 'STORE_UNAVAILABLE' } });
    await expect(collected(impatient.readStream('x-1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await impatient.close();
  }, 60_000);
});

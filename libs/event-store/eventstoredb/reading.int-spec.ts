import { setTimeout as after } from 'node:timers/promises';
import { scratchNode, type ScratchNode } from '../node/testing/scratch-node';
import type { EventFilter, EventStore } from '../port';
import { FaultProxy } from '../testing/fault-proxy';
import { uuidV5 } from '../uuid-v5';
import { openEventStoreDB } from './index';

const groups = 60;
const groupEvents = 20;
const events = groups * groupEvents;
/** Of one event: the whole log is about 24 MiB. */
const padding = 'x'.repeat(20_000);

describe('reading a log larger than what may be on its way', () => {
  let scratch: ScratchNode;
  let proxy: FaultProxy;
  let store: EventStore;

  beforeAll(async () => {
    scratch = await scratchNode();
    for (let group = 0; group < groups; group += 1) {
      const written = Array.from({ length: groupEvents }, (_, index) => ({
        id: uuidV5(`${group} ${index}`),
        type: 'Padded',
        data: JSON.stringify({ group, index, padding }),
        metadata: '{}',
      }));
      await scratch.log.append(`pad-${group}`, 'no_stream', written);
    }
  });
  beforeEach(async () => {
    proxy = await FaultProxy.start(scratch.node.port);
    store = await openEventStoreDB({ connectionString: `esdb://127.0.0.1:${proxy.port}?tls=false` });
  });
  afterEach(async () => {
    await store.close();
    await proxy.close();
  });
  afterAll(() => scratch.remove());

  const filters: [string, { filter?: EventFilter }][] = [
    ['without a filter', {}],
    ['with a filter', { filter: { streamPrefixes: ['pad-'] } }],
  ];

  it.each(filters)('takes no more from the server than a slow reader asks for, %s', async (_, filter) => {
    const pages = store.readAll(null, filter)[Symbol.asyncIterator]();
    await pages.next();
    let before = -1;
    while (proxy.received > before) {
      before = proxy.received;
      await after(200);
    }
    expect(proxy.received).toBeLessThan(12 * 1024 * 1024);
    await pages.return?.();
  });

  it.each(filters)('goes on where it stood when the connection breaks on the way, %s', async (_, filter) => {
    const places: string[] = [];
    let nextBreak = 100;
    for await (const page of store.readAll(null, { ...filter, pageSize: 30 })) {
      places.push(...page.filter(({ stream }) => stream.startsWith('pad-')).map(({ stream, revision }) => `${stream}@${revision}`));
      if (places.length < nextBreak) continue;
      nextBreak += 250;
      proxy.reset();
    }
    const all = Array.from({ length: events }, (__, place) => `pad-${Math.floor(place / groupEvents)}@${place % groupEvents}`);
    expect(places).toEqual(all);
    expect(proxy.connections).toBeGreaterThan(3);
  });
});

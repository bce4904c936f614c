import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { EventStoreDBClient, START } from '@eventstore/db-client';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import { openEventStoreDB } from '#event-store/eventstoredb';
import { startBenchNode } from './bench-node';
import { buildOverNode } from './build-over-node';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { appendConcurrently } from './embedded-append.bench';
import { median, percentile, secondsOf } from './measure';
import { sampleEvents } from './sample-events';

const width = 64;
const batch = 100;
const filter = { streamPrefixes: ['sale-'] };

/** How much work one round is. */
interface Amounts {
  readonly single: number;
  readonly events: number;
  readonly live: number;
}

/** What one store did with the same work; latencies in milliseconds, rates in events a second. */
interface Figures {
  readonly single: readonly number[];
  readonly concurrent: number;
  readonly batched: number;
  readonly stream: number;
  readonly all: number;
  readonly catchUp: number;
  readonly live: readonly number[];
}

async function counted(pages: AsyncIterable<readonly unknown[]>): Promise<number> {
  let seen = 0;
  for await (const page of pages) seen += page.length;
  return seen;
}

async function rateOf(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  return (1000 * (await work())) / (performance.now() - started);
}

async function inBatches(store: EventStore, count: number): Promise<number> {
  const events = sampleEvents(count, 5);
  for (let from = 0; from < count; from += batch) {
    const outcome = await store.append('sale-batched', from === 0 ? 'no_stream' : from - 1, events.slice(from, from + batch));
    if (outcome.kind !== 'appended') throw new Error(`a batch was answered ${outcome.kind}`);
  }
  return count;
}

async function catchUp(store: EventStore): Promise<number> {
  const abort = new AbortController();
  let seen = 0;
  for await (const signal of store.subscribeAll(null, { filter, signal: abort.signal })) {
    if (signal.kind === 'events') seen += signal.events.length;
    else abort.abort();
  }
  return seen;
}

/** Milliseconds from sending an append to seeing its event in a live subscription. */
async function liveLatencies(store: EventStore, count: number): Promise<number[]> {
  const abort = new AbortController();
  const latencies: number[] = [];
  const events = sampleEvents(count, 6);
  let sent = 0;
  const send = async (): Promise<void> => {
    const event = events[latencies.length];
    if (event === undefined) return abort.abort();
    sent = performance.now();
    await store.append(`sale-live~${event.id}`, 'no_stream', [event]);
  };
  let sending: Promise<void> | null = null;
  for await (const { kind } of store.subscribeAll(null, { filter: { streamPrefixes: ['sale-live~'] }, signal: abort.signal })) {
    if (kind === 'events') latencies.push(performance.now() - sent);
    // Going live begins the exchange; each event that arrives asks for the next.
    else if (sending !== null) continue;
    await sending;
    sending = send();
  }
  await sending;
  return latencies;
}

async function figuresOf(store: EventStore, amounts: Amounts): Promise<Figures> {
  const single: number[] = [];
  for (const event of sampleEvents(amounts.single, 3)) {
    single.push(1000 * (await secondsOf(() => store.append(`sale-single~${event.id}`, 'no_stream', [event]))));
  }
  const concurrent = await rateOf(async () => {
    await appendConcurrently(store, sampleEvents(amounts.events, 4), width);
    return amounts.events;
  });
  const batched = await rateOf(() => inBatches(store, amounts.events));
  const stream = await rateOf(async () => {
    let seen = 0;
    for await (const { data } of store.readStream('sale-batched')) if (data !== '') seen += 1;
    return seen;
  });
  const all = await rateOf(() => counted(store.readAll(null)));
  return { single, concurrent, batched, stream, all, catchUp: await rateOf(() => catchUp(store)), live: await liveLatencies(store, amounts.live) };
}

function linesOf(node: readonly Figures[], inProcess: readonly Figures[]): readonly BenchLine[] {
  const line = (what: string, unit: string, figure: (figures: Figures) => number): BenchLine => ({
    what, unit, value: median(node.map(figure)), samples: node.map(figure), baseline: { what: 'in process', value: median(inProcess.map(figure)) },
  });
  return [
    line('one append at a time, p50', 'ms', ({ single }) => percentile(single, 0.5)),
    line('one append at a time, p99', 'ms', ({ single }) => percentile(single, 0.99)),
    line(`one event an append, ${width} waiting`, 'events/s', ({ concurrent }) => concurrent),
    line(`${batch} events an append, one at a time`, 'events/s', ({ batched }) => batched),
    line('read a stream', 'events/s', ({ stream }) => stream),
    line('read $all', 'events/s', ({ all }) => all),
    line('a filtered subscription catching up', 'events/s', (figures) => figures.catchUp),
    line('append to live subscriber, p50', 'ms', ({ live }) => percentile(live, 0.5)),
    line('append to live subscriber, p99', 'ms', ({ live }) => percentile(live, 0.99)),
  ];
}

async function besideInProcess({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const amounts: Amounts = short ? { single: 200, events: 2_000, live: 100 } : { single: 1_000, events: 20_000, live: 500 };
  const [node, inProcess]: [Figures[], Figures[]] = [[], []];
  for (let round = 0; round < (short ? 1 : 3); round += 1) {
    say(`in process and through a node, round ${round + 1}`);
    const embedded = await openEmbeddedStore({ file: join(folder, `in-process-${round}.db`) });
    inProcess.push(await figuresOf(embedded, amounts));
    await embedded.close();
    const running = await startBenchNode(join(folder, `node-${round}`));
    const store = await openEventStoreDB({ connectionString: running.connectionString });
    node.push(await figuresOf(store, amounts));
    await store.close();
    await running.stop();
  }
  return linesOf(node, inProcess);
}

/** Every event of the log through the client alone, parsed as it parses, and nothing done with it. */
async function bareRead(client: EventStoreDBClient): Promise<number> {
  let seen = 0;
  for await (const { event } of client.readAll({ fromPosition: START })) if (event !== undefined) seen += 1;
  return seen;
}

async function replayShare({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const count = short ? 20_000 : 100_000;
  const running = await startBenchNode(join(folder, 'replay'));
  const store = await openEventStoreDB({ connectionString: running.connectionString });
  const client = EventStoreDBClient.connectionString(running.connectionString);
  const [own, bare]: [number[], number[]] = [[], []];
  try {
    await inBatches(store, count);
    // Taken in turn, so that a slow minute falls on both; the first pair only warms both up.
    for (let round = 0; round <= (short ? 3 : 5); round += 1) {
      say(round === 0 ? 'replay through the adapter, warming up' : `replay through the adapter, round ${round}`);
      const pair = [await rateOf(() => bareRead(client)), await rateOf(() => counted(store.readAll(null)))] as const;
      if (round === 0) continue;
      bare.push(pair[0]);
      own.push(pair[1]);
    }
  } finally {
    await client.dispose();
    await store.close();
    await running.stop();
  }
  const share = median(own.map((rate, round) => rate / (bare[round] ?? Number.POSITIVE_INFINITY)));
  return [{
    what: `replay of ${count.toLocaleString('en')} events through the adapter`, unit: 'events/s', value: median(own), samples: own,
    baseline: { what: 'the bare client', value: median(bare) },
    bar: { text: `≥ 80 % of the bare client (${Math.round(100 * share)} %, median of pairs)`, met: share >= 0.8 },
    gate: true,
  }];
}

export const nodeBench: Bench = {
  id: 'node',
  title: 'Through a node, over gRPC, beside in process',
  run: async (setting) => [...(await besideInProcess(setting)), ...(await replayShare(setting)), ...(await buildOverNode(setting))],
};

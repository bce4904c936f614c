import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, EventToAppend } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { appendConcurrently } from './embedded-append.bench';
import { median, percentile, secondsOf } from './measure';
import { repositoryRoot } from './repository-root';
import { sampleEvents } from './sample-events';
import { startScratchPostgres } from './scratch-postgres';

/** What both sides are asked to do; the peer's half is `peer/emmett-worker.mjs`. */
interface StoreWork {
  readonly latencies: readonly number[];
  readonly concurrentPerSecond: number;
  readonly batchedPerSecond: number;
  readonly readPerSecond: number;
}

const width = 64;
const batch = 100;

async function ownLatencies(store: EventStore, events: readonly EventToAppend[]): Promise<number[]> {
  const latencies: number[] = [];
  for (const event of events) latencies.push(1000 * (await secondsOf(() => store.append(`sale-one~${event.id}`, 'no_stream', [event]))));
  return latencies;
}

async function ownWork(file: string, count: number): Promise<StoreWork> {
  const store = await openEmbeddedStore({ file });
  const events = sampleEvents(count, 3);
  const latencies = await ownLatencies(store, events.slice(0, 300));
  const concurrent = await secondsOf(() => appendConcurrently(store, sampleEvents(count, 4), width));
  const groups = Array.from({ length: Math.floor(count / batch) }, (_, group) => events.slice(group * batch, (group + 1) * batch));
  const batched = await secondsOf(async () => {
    for (const [index, group] of groups.entries()) await store.append(`sale-group~${index}`, 'no_stream', group);
  });
  let seen = 0;
  const read = await secondsOf(async () => {
    for (const index of groups.keys()) {
      // The peer answers parsed events, so this side parses too.
      for await (const event of store.readStream(`sale-group~${index}`)) if (JSON.parse(event.data)) seen += 1;
    }
  });
  await store.close();
  return {
    latencies, concurrentPerSecond: count / concurrent, batchedPerSecond: (groups.length * batch) / batched, readPerSecond: seen / read,
  };
}

function peerWork(folder: string, url: string, count: number): Promise<StoreWork> {
  const child = spawn(process.execPath, [join(folder, 'emmett-worker.mjs'), url, String(count), String(width)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let answer = '';
  child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(answer) as StoreWork);
      else reject(new Error(`the peer stopped with code ${code}`));
    });
  });
}

function linesOf(own: readonly StoreWork[], peer: readonly StoreWork[]): readonly BenchLine[] {
  const line = (what: string, unit: string, figure: (work: StoreWork) => number): BenchLine => ({
    what,
    unit,
    value: median(own.map(figure)),
    samples: own.map(figure),
    ...(peer.length > 0 ? { baseline: { what: 'Emmett on PostgreSQL', value: median(peer.map(figure)) } } : {}),
  });
  return [
    line('one append at a time, p50', 'ms', ({ latencies }) => percentile(latencies, 0.5)),
    line(`one event an append, ${width} waiting`, 'events/s', ({ concurrentPerSecond }) => concurrentPerSecond),
    line(`${batch} events an append, one at a time`, 'events/s', ({ batchedPerSecond }) => batchedPerSecond),
    line(`streams of ${batch} events, read and parsed`, 'events/s', ({ readPerSecond }) => readPerSecond),
  ];
}

async function besidePeer({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const count = short ? 1_000 : 10_000;
  const peerFolder = join(repositoryRoot(), 'apps', 'cli', 'bench', 'peer');
  const installed = existsSync(join(peerFolder, 'node_modules', '@event-driven-io', 'emmett-postgresql'));
  const postgres = installed ? await startScratchPostgres(join(folder, 'postgres')) : null;
  if (!installed) say('the peer is not installed: `npm run bench:peer` installs it');
  else if (postgres === null) say('the peer needs PostgreSQL, which is not installed here');
  const [own, peer]: [StoreWork[], StoreWork[]] = [[], []];
  try {
    for (let round = 0; round < (short ? 1 : 3); round += 1) {
      say(`own store and peer, round ${round + 1}`);
      own.push(await ownWork(join(folder, `own-${round}.db`), count));
      if (postgres !== null) peer.push(await peerWork(peerFolder, postgres.url, count));
    }
  } finally {
    postgres?.stop();
  }
  return linesOf(own, peer);
}

export const peerBench: Bench = { id: 'peer', title: 'The same work beside a peer', run: besidePeer };

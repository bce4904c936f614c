import { join } from 'node:path';
import type { EventStore, EventToAppend } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { median, percentile, secondsOf } from './measure';
import { RawLog } from './raw-log';
import { sampleEvents } from './sample-events';

/** Appends waiting at once; the store groups what waits together, the raw engine is given groups of this size. */
const width = 256;

/** Appends every event to a new stream of its own, `writers` at a time. */
export async function appendConcurrently(store: EventStore, events: readonly EventToAppend[], writers: number): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let index = next++; index < events.length; index = next++) {
      const event = events[index];
      if (event === undefined) return;
      const outcome = await store.append(`sale-${event.id}`, 'no_stream', [event]);
      if (outcome.kind !== 'appended') throw new Error(`append to a new stream answered ${outcome.kind}`);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

async function groupCommitRate(file: string, events: readonly EventToAppend[]): Promise<number> {
  const store = await openEmbeddedStore({ file });
  try {
    return events.length / (await secondsOf(() => appendConcurrently(store, events, width)));
  } finally {
    await store.close();
  }
}

async function rawRate(file: string, events: readonly EventToAppend[]): Promise<number> {
  const log = new RawLog(file);
  const seconds = await secondsOf(() => {
    for (let from = 0; from < events.length; from += width) {
      const group = events.slice(from, from + width);
      log.appendGroup(group, (index) => `sale-${group[index]?.id}`);
    }
  });
  log.close();
  return events.length / seconds;
}

async function groupCommit({ folder, short, say }: BenchSetting): Promise<BenchLine> {
  const events = sampleEvents(short ? 30_000 : 60_000, 1);
  const store: number[] = [];
  const raw: number[] = [];
  // Taken in turn, so that a slow minute of the disk falls on both; the first pair only warms both up.
  for (let round = 0; round <= 7; round += 1) {
    say(round === 0 ? 'group commit, warming up' : `group commit, round ${round}`);
    const pair = [await rawRate(join(folder, `raw-${round}.db`), events), await groupCommitRate(join(folder, `store-${round}.db`), events)] as const;
    if (round > 0) {
      raw.push(pair[0]);
      store.push(pair[1]);
    }
  }
  const [value, beside] = [median(store), median(raw)];
  const ratio = median(store.map((rate, round) => rate / (raw[round] ?? Number.POSITIVE_INFINITY)));
  return {
    what: `append of one event to a new stream, ${width} waiting, durable`,
    unit: 'events/s',
    value,
    samples: store,
    baseline: { what: `raw engine, ${width} a transaction`, value: beside },
    bar: { text: `≥ 60 % of the raw engine (${Math.round(100 * ratio)} %, median of pairs)`, met: ratio >= 0.6 },
    gate: true,
  };
}

async function latency({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  say('latency of one append at a time');
  const events = sampleEvents(short ? 1_000 : 5_000, 2);
  const log = new RawLog(join(folder, 'raw-latency.db'));
  const raw: number[] = [];
  for (const event of events) raw.push(1000 * (await secondsOf(() => log.appendGroup([event], () => `sale-${event.id}`))));
  log.close();
  const store = await openEmbeddedStore({ file: join(folder, 'latency.db') });
  const samples: number[] = [];
  for (const event of events) samples.push(1000 * (await secondsOf(() => store.append(`sale-${event.id}`, 'no_stream', [event]))));
  await store.close();
  const line = (name: string, share: number): BenchLine => ({
    what: `one append at a time, ${name}`,
    unit: 'ms',
    value: percentile(samples, share),
    samples: [percentile(samples, share)],
    baseline: { what: 'raw engine, one a transaction', value: percentile(raw, share) },
  });
  return [line('p50', 0.5), line('p99', 0.99)];
}

export const embeddedAppend: Bench = {
  id: 'append',
  title: 'Embedded store: append',
  run: async (setting) => [await groupCommit(setting), ...(await latency(setting))],
};

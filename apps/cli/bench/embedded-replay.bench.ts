import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openEmbeddedStore } from '#event-store/embedded';
import type { Bench, BenchLine, BenchSetting } from './bench.types';
import { appendConcurrently } from './embedded-append.bench';
import { median, secondsOf } from './measure';
import { RawLog } from './raw-log';
import { sampleEvents } from './sample-events';

const pageSize = 1000;

/** Writes `count` events, a chunk at a time so that memory holds only one. */
export async function fillStore(store: EventStore, count: number): Promise<void> {
  const chunk = 50_000;
  for (let from = 0; from < count; from += chunk) {
    await appendConcurrently(store, sampleEvents(Math.min(chunk, count - from), 100 + from), 4096);
  }
}

function fillRaw(log: RawLog, count: number): void {
  const chunk = 10_000;
  for (let from = 0; from < count; from += chunk) {
    const events = sampleEvents(Math.min(chunk, count - from), 100 + from);
    log.appendGroup(events, (index) => `sale-${events[index]?.id}`);
  }
}

/** Reads the whole log and folds it into nothing but a count. */
async function replay(store: EventStore): Promise<number> {
  let seen = 0;
  for await (const page of store.readAll(null, { pageSize })) seen += page.length;
  return seen;
}

async function replayRate({ folder, short, say }: BenchSetting): Promise<readonly BenchLine[]> {
  const count = short ? 100_000 : 1_000_000;
  say(`filling a log with ${count} events`);
  const store = await openEmbeddedStore({ file: join(folder, 'replay.db') });
  await fillStore(store, count);
  const log = new RawLog(join(folder, 'replay-raw.db'));
  fillRaw(log, count);
  const [rates, raws, heap]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < (short ? 3 : 5); round += 1) {
    say(`replay, round ${round + 1}`);
    raws.push(count / (await secondsOf(() => void log.countAll(pageSize))));
    rates.push(count / (await secondsOf(async () => {
      const seen = await replay(store);
      if (seen !== count) throw new Error(`replay saw ${seen} of ${count} events`);
    })));
    heap.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
  log.close();
  await store.close();
  const value = median(rates);
  return [
    {
      what: `replay of ${count.toLocaleString('en')} events into a fold that does nothing`,
      unit: 'events/s',
      value,
      samples: rates,
      baseline: { what: 'raw engine, same pages', value: median(raws) },
      bar: { text: '≥ 200,000 events/s', met: value >= 200_000 },
    },
    { what: 'heap after each replay', unit: 'MiB', value: median(heap), samples: heap, note: 'flat when the samples are alike' },
  ];
}

export const embeddedReplay: Bench = { id: 'replay', title: 'Embedded store: replay', run: replayRate };

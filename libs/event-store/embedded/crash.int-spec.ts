import fc from 'fast-check';
import type { RecordedEvent } from '../port';
import { openEmbeddedStore } from './index';
import { startProgram } from './testing/child-process';
import { scratchLog } from './testing/scratch-log';

const kills = 50;
const seed = 20_260_101;

interface Loaded {
  readonly group: string;
  readonly size: number;
  readonly index: number;
}

/** Each group in the log is whole, and stands in a row in its stream and in the log. */
function expectWholeGroups(events: readonly RecordedEvent[]): void {
  for (let place = 0; place < events.length; ) {
    const first = events[place] as RecordedEvent;
    const { group, size } = JSON.parse(first.data) as Loaded;
    const members = events.slice(place, place + size);
    const told = members.map(({ data }) => JSON.parse(data) as Loaded);
    expect(told.map(({ group: of, size: whole, index }) => [of, whole, index])).toEqual(members.map((_, index) => [group, size, index]));
    expect(members).toHaveLength(size);
    expect(members.map(({ revision }) => revision)).toEqual(members.map((_, index) => first.revision + index));
    place += size;
  }
}

it(`loses nothing it acknowledged in ${kills} kills under load, and opens within two seconds`, async () => {
  const log = await scratchLog();
  const acknowledged = new Map<string, number>();
  const moments = fc.sample(fc.integer({ min: 1, max: 120 }), { numRuns: kills, seed });
  let slowest = 0;
  for (const [round, moment] of moments.entries()) {
    const child = startProgram('append-load.child', [log.file, String(round)]);
    await child.line((_, count) => count >= moment);
    child.process.kill('SIGKILL');
    await expect(child.ended).resolves.toBe('SIGKILL');
    for (const line of child.lines) {
      const [, stream = '', revision] = line.split(' ');
      acknowledged.set(stream, Math.max(acknowledged.get(stream) ?? -1, Number(revision)));
    }

    const before = performance.now();
    const store = await openEmbeddedStore({ file: log.file });
    slowest = Math.max(slowest, performance.now() - before);
    const heads = new Map<string, number>();
    const events: RecordedEvent[] = [];
    for await (const page of store.readAll(null)) events.push(...page);
    for (const { stream, revision } of events) {
      expect(revision).toBe((heads.get(stream) ?? -1) + 1);
      heads.set(stream, revision);
    }
    for (const [stream, revision] of acknowledged) expect(heads.get(stream) ?? -1).toBeGreaterThanOrEqual(revision);
    expectWholeGroups(events);
    await store.close();
  }
  expect(slowest).toBeLessThan(2_000);
  await log.remove();
}, 180_000);

import fc from 'fast-check';
import { collected } from '../conformance/subject';
import type { Position, RecordedEvent } from '../port';
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

/** What is wrong with the groups: each has to be whole, and in a row in its stream and in the log. */
function brokenGroups(events: readonly RecordedEvent[]): string[] {
  const broken: string[] = [];
  for (let place = 0; place < events.length; ) {
    const first = events[place] as RecordedEvent;
    const { group, size } = JSON.parse(first.data) as Loaded;
    const members = events.slice(place, place + size);
    const whole = members.every(({ data, revision }, index) => {
      const told = JSON.parse(data) as Loaded;
      return told.group === group && told.index === index && revision === first.revision + index;
    });
    if (!whole || members.length !== size) broken.push(group);
    place += size;
  }
  return broken;
}

it(`loses nothing it acknowledged in ${kills} kills under load, and opens within two seconds`, async () => {
  const log = await scratchLog();
  const acknowledged = new Map<string, number>();
  const moments = fc.sample(fc.integer({ min: 1, max: 120 }), { numRuns: kills, seed });
  const heads = new Map<string, number>();
  let readTo: Position | null = null;
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
    const fresh: RecordedEvent[] = (await collected(store.readAll(readTo))).flat();
    readTo = fresh.at(-1)?.position ?? readTo;
    const gaps: string[] = [];
    for (const { stream, revision } of fresh) {
      if (revision !== (heads.get(stream) ?? -1) + 1) gaps.push(`${stream}@${revision}`);
      heads.set(stream, revision);
    }
    const lost = [...acknowledged].filter(([stream, revision]) => (heads.get(stream) ?? -1) < revision);
    expect({ round, gaps, lost, broken: brokenGroups(fresh) }).toEqual({ round, gaps: [], lost: [], broken: [] });
    await store.close();
  }
  expect(slowest).toBeLessThan(2_000);
  const last = await openEmbeddedStore({ file: log.file, readOnly: true });
  const everything = (await collected(last.readAll(null))).flat();
  expect(brokenGroups(everything)).toEqual([]);
  for (const [stream, revision] of heads) {
    const revisions = everything.filter((event) => event.stream === stream).map((event) => event.revision);
    expect(revisions).toEqual(Array.from({ length: revision + 1 }, (_, index) => index));
  }
  await last.close();
  await log.remove();
}, 300_000);

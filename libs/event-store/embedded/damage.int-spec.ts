import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { namedEvent } from '../conformance/subject';
import { openEmbeddedStore } from './index';
import { startProgram } from './testing/child-process';
import { scratchLog } from './testing/scratch-log';

/** Rows read, or the code of the error that stopped it; with the faults that a check of the file names. */
async function inspected(file: string): Promise<{ rows: string[]; stopped: string | null; faults: number }> {
  const rows: string[] = [];
  let faults = 0;
  const store = await openEmbeddedStore({ file }).catch((error: { code: string }) => error.code);
  if (typeof store === 'string') return { rows, stopped: store, faults };
  let stopped: string | null = null;
  try {
    for await (const page of store.readAll(null)) rows.push(...page.map((event) => JSON.stringify(event)));
  } catch (error) {
    stopped = (error as { code: string }).code;
  }
  for await (const found of store.verifyFile()) faults += found.length;
  await store.close();
  return { rows, stopped, faults };
}

it('keeps the longest valid prefix of a write-ahead log cut at any place', async () => {
  const log = await scratchLog();
  const child = startProgram('append-load.child', [log.file, '0', '1', '60']);
  await expect(child.ended).resolves.toBe('SIGKILL');
  const acknowledged = child.lines.map((line) => line.split(' ').slice(2).map(Number) as [number, number]);
  expect(acknowledged).toHaveLength(60);
  // The first few groups overwrite what was checkpointed at the start; from there on the file only grows.
  const grown = acknowledged.slice(10);
  let cutNumber = 0;
  const [from, to] = [grown[0]?.[1] ?? 0, grown.at(-1)?.[1] ?? 0];
  const cuts = fc.sample(fc.integer({ min: from, max: to }), { numRuns: 120, seed: 7 });
  for (const cut of [...cuts, from, to, ...grown.flatMap(([, bytes]) => [bytes - 1, bytes])].filter((place) => place >= from)) {
    const copy = join(log.folder, `cut-${(cutNumber += 1)}.db`);
    await copyFile(log.file, copy);
    await copyFile(`${log.file}-wal`, `${copy}-wal`);
    await truncate(`${copy}-wal`, cut);
    const { rows, stopped, faults } = await inspected(copy);
    const lastWhole = grown.filter(([, bytes]) => bytes <= cut).at(-1)?.[0];
    expect({ cut, count: rows.length, stopped, faults }).toEqual({ cut, count: (lastWhole ?? 0) + 1, stopped: null, faults: 0 });
  }
  await log.remove();
}, 120_000);

describe('a damaged main file', () => {
  let log: Awaited<ReturnType<typeof scratchLog>>;
  let whole: Buffer;
  let written: string[];

  beforeAll(async () => {
    log = await scratchLog();
    const store = await openEmbeddedStore({ file: log.file, clock: () => 1 });
    for (let revision = -1; revision < 299; revision += 1) {
      await store.append('sale-1', revision === -1 ? 'no_stream' : revision, [namedEvent(`event ${revision}`)]);
    }
    await store.close();
    whole = await readFile(log.file);
    written = (await inspected(log.file)).rows;
    expect(written).toHaveLength(300);
  });

  afterAll(() => log.remove());

  it('is named wherever a byte was changed, and never read as if it were whole', async () => {
    const places = fc.sample(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { numRuns: 250, seed: 11 });
    let named = 0;
    for (const [index, [place, flip]] of places.entries()) {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ flip;
      const copy = join(log.folder, `flip-${index}.db`);
      await writeFile(copy, bytes);
      const { rows, stopped, faults } = await inspected(copy);
      const reported = stopped !== null || faults > 0;
      if (reported) named += 1;
      // A byte nobody reads, in the free space of a page, changes nothing.
      else expect({ place, rows }).toEqual({ place, rows: written });
    }
    expect(named).toBeGreaterThan(100);
  }, 120_000);

  it('is named when its end is missing', async () => {
    for (let length = 100; length < whole.length; length += 4_096 * 3 + 17) {
      const copy = join(log.folder, `short-${length}.db`);
      await writeFile(copy, whole.subarray(0, length));
      const { stopped, faults } = await inspected(copy);
      expect({ length, reported: stopped !== null || faults > 0 }).toEqual({ length, reported: true });
    }
  });

  it('of another kind or a newer layout is refused, with a word about what it is', async () => {
    const other = join(log.folder, 'other.db');
    await writeFile(other, 'not a database, but long enough to be looked at as one'.repeat(100));
    await expect(openEmbeddedStore({ file: other })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    const newer = Buffer.from(whole);
    newer.writeUInt32BE(3, 60);
    await writeFile(other, newer);
    await expect(openEmbeddedStore({ file: other })).rejects.toThrow(/has layout 3, this Daybook knows up to 2/);
    const foreign = Buffer.from(whole);
    foreign.writeUInt32BE(0, 68);
    await writeFile(other, foreign);
    await expect(openEmbeddedStore({ file: other, readOnly: true })).rejects.toThrow(/is no Daybook log/);
  });
});

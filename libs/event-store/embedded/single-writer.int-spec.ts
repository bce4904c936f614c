import { existsSync } from 'node:fs';
import { collected, namedEvent } from '../conformance/subject';
import { StoreLockedError } from '../errors';
import type { RecordedEvent } from '../port';
import { openEmbeddedStore } from './index';
import { startProgram } from './testing/child-process';
import { scratchLog } from './testing/scratch-log';

let log: Awaited<ReturnType<typeof scratchLog>>;
beforeEach(async () => {
  log = await scratchLog();
});
afterEach(() => log.remove());

it('names the process that holds the log, in this process and in another', async () => {
  const store = await openEmbeddedStore({ file: log.file });
  await expect(openEmbeddedStore({ file: log.file })).rejects.toEqual(new StoreLockedError(log.file, process.pid));
  const other = startProgram('hold-log.child', [log.file]);
  await expect(other.line(() => true)).resolves.toBe(`locked ${process.pid}`);
  await other.ended;
  await expect(store.append('sale-1', 'no_stream', [namedEvent('a')])).resolves.toMatchObject({ kind: 'appended' });
  await store.close();
  const next = await openEmbeddedStore({ file: log.file });
  await next.close();
  expect(existsSync(`${log.file}.pid`)).toBe(false);
});

it('lets exactly one of several racers in, also over what a killed holder left', async () => {
  for (let round = 0; round < 6; round += 1) {
    const racers = Array.from({ length: 4 }, () => startProgram('hold-log.child', [log.file]));
    const lines = await Promise.all(racers.map((racer) => racer.line(() => true)));
    const winner = racers[lines.indexOf('open')];
    expect(lines.filter((line) => line === 'open')).toHaveLength(1);
    expect(lines.filter((line) => line === `locked ${winner?.process.pid}`)).toHaveLength(3);
    winner?.process.kill('SIGKILL');
    await Promise.all(racers.map(({ ended }) => ended));
    expect(existsSync(`${log.file}.pid`)).toBe(true);
  }
  const store = await openEmbeddedStore({ file: log.file });
  await store.close();
}, 60_000);

describe('a read-only store beside a writer in another process', () => {
  it('reads what is there, follows what comes, and cannot append', async () => {
    const writer = startProgram('append-load.child', [log.file, '0', '4', '400']);
    await writer.line(() => true);
    const reader = await openEmbeddedStore({ file: log.file, readOnly: true, pollMs: 5 });
    await expect(reader.append('sale-1', 'no_stream', [namedEvent('a')])).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
    const abort = new AbortController();
    const followed: RecordedEvent[] = [];
    let writing = true;
    void writer.ended.then(() => (writing = false));
    for await (const signal of reader.subscribeAll(null, { signal: abort.signal })) {
      if (signal.kind === 'events') followed.push(...signal.events);
      else if (!writing) abort.abort();
      else void writer.ended.then(() => abort.abort());
    }
    await writer.ended;
    const all = (await collected(reader.readAll(null))).flat();
    expect(followed).toEqual(all.slice(0, followed.length));
    const acknowledged = writer.lines.map((line) => line.split(' ').slice(1, 3).join('@'));
    const stored = new Set(all.map(({ stream, revision }) => `${stream}@${revision}`));
    expect(acknowledged.filter((place) => !stored.has(place))).toEqual([]);
    await reader.close();
  });

  it('says so when there is no log', async () => {
    await expect(openEmbeddedStore({ file: log.file, readOnly: true })).rejects.toMatchObject({ code: 'STORE_UNREADABLE' });
    expect(existsSync(log.file)).toBe(false);
  });
});

import { collected, namedEvent, namedEvents, ownEvents } from '../conformance/subject';
import { StoreFullError } from '../errors';
import { openEmbeddedStore, type EmbeddedStore } from './index';
import { childProgram, startChild } from './testing/child-process';
import { scratchLog } from './testing/scratch-log';

const faultsOf = async (store: EmbeddedStore) => (await collected(store.verifyFile())).flat();
const everything = (store: EmbeddedStore) => ownEvents({ store, prefix: '', dispose: () => Promise.resolve() });

it('refuses appends beyond its page limit, leaves the file whole, reads on, and goes on when there is room', async () => {
  const log = await scratchLog();
  const small = await openEmbeddedStore({ file: log.file, pageLimit: 60 });
  let appended = 0;
  const fill = async () => {
    for (;;) {
      await small.append(`sale-${appended}`, 'no_stream', namedEvents(`fill ${appended}`, 5));
      appended += 1;
    }
  };
  await expect(fill()).rejects.toThrow(StoreFullError);
  await expect(everything(small)).resolves.toHaveLength(appended * 5);
  const together = Array.from({ length: 20 }, (_, index) => small.append(`late-${index}`, 'no_stream', namedEvents(`late ${index}`, 5)));
  const codes = (await Promise.allSettled(together)).map((result) => (result.status === 'rejected' ? (result.reason as StoreFullError).code : ''));
  expect(new Set(codes)).toEqual(new Set(['STORE_FULL']));
  await expect(everything(small)).resolves.toHaveLength(appended * 5);
  await expect(faultsOf(small)).resolves.toEqual([]);
  await small.close();

  const roomy = await openEmbeddedStore({ file: log.file });
  await expect(roomy.append(`sale-${appended}`, 'no_stream', [namedEvent('room')])).resolves.toMatchObject({ kind: 'appended', revision: 0 });
  await expect(everything(roomy)).resolves.toHaveLength(appended * 5 + 1);
  await roomy.close();
  await log.remove();
});

it('does the same when the system allows no larger file', async () => {
  const log = await scratchLog();
  const child = startChild('bash', ['-c', 'ulimit -S -f 4096 && exec "$0" "$@"', process.execPath, childProgram('fill-disk.child'), log.file]);
  await child.line(() => true);
  await expect(child.ended).resolves.toBe('0');
  const told = JSON.parse(child.lines[0] ?? '') as { acknowledged: number };
  expect(told).toEqual({
    refusals: ['STORE_FULL', 'STORE_FULL', 'STORE_FULL'],
    acknowledged: expect.any(Number),
    read: told.acknowledged,
    lifted: 0,
    afterwards: told.acknowledged + 1,
  });
  expect(told.acknowledged).toBeGreaterThan(10);
  const store = await openEmbeddedStore({ file: log.file });
  await expect(everything(store)).resolves.toHaveLength(told.acknowledged + 1);
  await expect(faultsOf(store)).resolves.toEqual([]);
  await store.close();
  await log.remove();
});

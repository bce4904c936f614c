import { collected, namedEvents } from '../conformance/subject';
import { openEmbeddedStore } from './index';
import { openSqlite } from './sqlite';
import { scratchLog } from './testing/scratch-log';

/** As the first layout was made: without the index of tombstones. */
function makeLayoutOne(file: string): void {
  const connection = openSqlite(file, { mustExist: true });
  connection.exec('DROP INDEX tombstones; PRAGMA user_version = 1');
  connection.close();
}

it('lifts a file of the first layout when it is opened for writing, and reads it as it is before', async () => {
  const log = await scratchLog();
  const before = await openEmbeddedStore({ file: log.file });
  await before.append('s', 'no_stream', namedEvents('old', 3));
  const events = await collected(before.readStream('s'));
  await before.close();
  makeLayoutOne(log.file);
  const readOnly = await openEmbeddedStore({ file: log.file, readOnly: true });
  expect(await collected(readOnly.readStream('s'))).toEqual(events);
  await readOnly.close();
  for (const round of ['lifted', 'opened again']) {
    const store = await openEmbeddedStore({ file: log.file });
    expect({ round, events: await collected(store.readStream('s')) }).toEqual({ round, events });
    expect((await collected(store.verifyFile())).flat()).toEqual([]);
    await store.write({ kind: 'tombstone', stream: `gone ${round}`, expected: 'any' });
    await store.close();
  }
  const last = await openEmbeddedStore({ file: log.file });
  await expect(last.append('gone lifted', 'no_stream', namedEvents('new', 1))).rejects.toMatchObject({ code: 'STREAM_DELETED' });
  await expect(collected(last.readStream('gone opened again'))).rejects.toMatchObject({ code: 'STREAM_DELETED' });
  await last.close();
  await log.remove();
});

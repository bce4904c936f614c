import type { ExpectedState } from './index';
import { OpenLog } from './testing/open-log';
import { tombstoneRevision } from './stream-metadata';

let log: OpenLog;
beforeEach(async () => {
  log = await OpenLog.open();
});
afterEach(() => log.remove());

const wrong = (actual: number) => ({ kind: 'wrong-expected-revision', actual });
const deleted = { kind: 'stream-deleted' };
const at = (revision: number): unknown => expect.objectContaining({ kind: 'written', revision });

type Setting = 'none' | 'two' | 'metadata' | 'soft' | 'tombstone' | 'tombstone of nothing';
const settings: Record<Setting, () => Promise<unknown>> = {
  none: () => Promise.resolve(),
  two: () => log.append('s', 'no_stream', ['a', 'b']),
  metadata: () => log.setMetadata('s', '{"$maxCount":5}'),
  soft: async () => {
    await log.append('s', 'no_stream', ['a', 'b']);
    await log.delete('s', 1);
  },
  tombstone: async () => {
    await log.append('s', 'no_stream', ['a', 'b']);
    await log.tombstone('s', 1);
  },
  'tombstone of nothing': () => log.tombstone('s', 'no_stream'),
};

const appends: [Setting, ExpectedState, string[], unknown][] = [
  ['none', 'any', ['x'], at(0)],
  ['none', 'no_stream', ['x', 'y'], at(1)],
  ['none', 'stream_exists', ['x'], wrong(-1)],
  ['none', 0, ['x'], wrong(-1)],
  ['none', 'any', [], { kind: 'written', revision: -1, number: null }],
  ['none', 'no_stream', [], { kind: 'written', revision: -1, number: null }],
  ['two', 'stream_exists', ['x'], at(2)],
  ['two', 1, ['x'], at(2)],
  ['two', 1, ['b'], at(2)],
  ['two', 0, ['b'], { kind: 'written', revision: 1, number: 200 }],
  ['two', 'no_stream', ['a'], { kind: 'written', revision: 0, number: 100 }],
  ['two', 'no_stream', ['a', 'b'], at(1)],
  ['two', 'no_stream', ['a', 'b', 'c'], wrong(1)],
  ['two', 'no_stream', ['a', 'x'], wrong(1)],
  ['two', 'no_stream', ['x'], wrong(1)],
  ['two', 'no_stream', [], wrong(1)],
  ['two', 0, [], wrong(1)],
  ['two', 1, [], { kind: 'written', revision: 1, number: null }],
  ['two', 2, ['x'], wrong(1)],
  ['metadata', 'no_stream', ['x'], at(0)],
  ['metadata', 'stream_exists', ['x'], at(0)],
  ['soft', 'any', ['x'], at(2)],
  ['soft', 'no_stream', ['x'], at(2)],
  ['soft', 1, ['x'], at(2)],
  ['soft', 0, ['x'], wrong(1)],
  ['soft', 'stream_exists', ['x'], deleted],
  ['soft', 'no_stream', ['a', 'b'], at(1)],
  ['soft', 'no_stream', ['a', 'x'], wrong(1)],
  ['tombstone', 'any', ['a'], deleted],
  ['tombstone', 1, ['x'], deleted],
  ['tombstone', 'no_stream', ['a', 'b'], deleted],
  ['tombstone of nothing', 'no_stream', ['x'], deleted],
  ['tombstone of nothing', 'any', [], deleted],
];

it.each(appends)('%s: append at %s of %j', async (setting, expected, names, outcome) => {
  await settings[setting]();
  expect(await log.append('s', expected, names)).toEqual(outcome);
});

it.each(appends)('%s after a restart: append at %s of %j', async (setting, expected, names, outcome) => {
  await settings[setting]();
  await log.restart();
  expect(await log.append('s', expected, names)).toEqual(outcome);
});

const deletions: [Setting, ExpectedState, unknown, unknown][] = [
  ['none', 'any', wrong(-1), at(tombstoneRevision)],
  ['none', 'no_stream', wrong(-1), at(tombstoneRevision)],
  ['none', 'stream_exists', wrong(-1), wrong(-1)],
  ['none', 3, wrong(-1), wrong(-1)],
  ['two', 'any', at(0), at(tombstoneRevision)],
  ['two', 1, at(0), at(tombstoneRevision)],
  ['two', 0, wrong(1), wrong(1)],
  ['two', 'no_stream', wrong(1), wrong(1)],
  ['two', 'stream_exists', at(0), at(tombstoneRevision)],
  ['metadata', 'no_stream', at(1), at(tombstoneRevision)],
  ['soft', 'any', at(1), at(tombstoneRevision)],
  ['soft', 'stream_exists', deleted, deleted],
  ['tombstone', 'any', deleted, deleted],
];

it.each(deletions)('%s: delete and tombstone at %s', async (setting, expected, soft, hard) => {
  await settings[setting]();
  expect(await log.delete('s', expected)).toEqual(soft);
  await log.remove();
  log = await OpenLog.open();
  await settings[setting]();
  await log.restart();
  expect(await log.tombstone('s', expected)).toEqual(hard);
});

it('knows ids again at any, as far back as this run goes, and only of this stream', async () => {
  await log.append('s', 'any', ['a', 'b']);
  await log.append('s', 'any', ['c']);
  expect(await log.append('s', 'any', ['a', 'b'])).toEqual({ kind: 'written', revision: 1, number: 200 });
  expect(await log.append('s', 'stream_exists', ['c'])).toEqual({ kind: 'written', revision: 2, number: 300 });
  expect(await log.append('s', 'any', ['c', 'new'])).toEqual(wrong(2));
  expect(await log.append('other', 'any', ['a'])).toEqual(at(0));
  await log.restart();
  expect(await log.append('s', 'any', ['b'])).toEqual(at(3));
});

it('knows ids again within one group of waiting writes', async () => {
  const outcomes = await Promise.all([log.append('s', 'any', ['a']), log.append('s', 'any', ['a']), log.append('s', 'any', ['b'])]);
  expect(outcomes).toEqual([at(0), at(0), at(1)]);
});

it('begins a deleted stream again behind its last revision, with the other metadata kept', async () => {
  await log.append('s', 'no_stream', ['a', 'b']);
  await log.setMetadata('s', '{"own":1}');
  await log.delete('s');
  expect(log.reader.state('s')).toMatchObject({ isSoftDeleted: true, lastRevision: 1, metadata: { truncateBefore: tombstoneRevision } });
  expect(log.readable('s')).toEqual([]);
  await log.append('s', 'no_stream', ['c', 'd']);
  await log.restart();
  expect(log.readable('s')).toEqual([2, 3]);
  expect(log.reader.page('$$s', 0, 'forwards', 9, log.now)).toMatchObject([{ revision: 2, data: '{"$tb":2}' }]);
  expect(await log.append('s', 3, ['e'])).toEqual(at(4));
});

it('is revived by metadata, at the end of what was deleted', async () => {
  await log.append('s', 'no_stream', ['a', 'b']);
  await log.delete('s');
  expect(await log.setMetadata('s', '{"own":{"x":1}}')).toEqual({ kind: 'written', revision: 1, number: 400 });
  expect(log.reader.page('$$s', 0, 'forwards', 9, log.now)).toMatchObject([{ revision: 2, data: '{"own":{"x":1},"$tb":2}' }]);
  expect(log.reader.state('s')).toMatchObject({ isSoftDeleted: false, lastRevision: 1, firstReadable: 2 });
});

it('carries out waiting deletions and appends in their order', async () => {
  const outcomes = await Promise.all([
    log.append('s', 'no_stream', ['a']),
    log.delete('s', 0),
    log.append('s', 'stream_exists', ['b']),
    log.append('s', 'no_stream', ['b']),
    log.append('s', 1, ['c']),
    log.tombstone('s', 2),
    log.append('s', 2, ['d']),
    log.setMetadata('s', '{}'),
  ]);
  expect(outcomes).toEqual([at(0), at(0), deleted, at(1), at(2), at(tombstoneRevision), deleted, deleted]);
});

it.each([
  ['the metadata of metadata', () => log.append('$$$$s', 'any', ['a'])],
  ['the whole log', () => log.append('$all', 'any', ['a'])],
  ['no name', () => log.append('', 'any', ['a'])],
  ['a revision below 0', () => log.append('s', -3, ['a'])],
  ['a deletion of metadata', () => log.delete('$$s')],
  ['a tombstone of metadata', () => log.tombstone('$$s')],
])('refuses %s', async (_, write) => {
  await expect(write()).rejects.toMatchObject({ code: 'STORE_WRITE_REFUSED' });
});

it('refuses a record beyond the limit, and tells of commits', async () => {
  const heard: number[] = [];
  const stop = log.store.onCommitted((last) => heard.push(last));
  const [id, type] = ['00000000-0000-4000-8000-000000000001', 'Large'];
  const large = { id, type, data: JSON.stringify('x'.repeat(16 * 1024 * 1024)), metadata: '' };
  await expect(log.store.write({ kind: 'append', stream: 's', expected: 'any', events: [large] })).rejects.toMatchObject({ code: 'STORE_APPEND_TOO_LARGE' });
  await log.append('s', 'any', ['a', 'b']);
  stop();
  await log.append('s', 'any', ['c']);
  expect(heard).toEqual([200]);
});

it('keeps a file with tombstones and bytes without a fault', async () => {
  await settings.tombstone();
  await log.store.write({ kind: 'append', stream: 'bytes', expected: 'any', events: [{ id: '00000000-0000-4000-8000-000000000001', type: 'B', data: '\u0001AP8=', metadata: '' }] });
  const faults = [];
  for await (const found of log.store.verifyFile()) faults.push(...found);
  expect(faults).toEqual([]);
});

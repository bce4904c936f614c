import { OpenLog } from './testing/open-log';

let log: OpenLog;
beforeEach(async () => {
  log = await OpenLog.open();
});
afterEach(() => log.remove());

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `e${index}`);

it.each([
  ['{}', [0, 1, 2, 3, 4, 5]],
  ['{"$tb":4}', [4, 5]],
  ['{"$tb":99}', []],
  ['{"$maxCount":2}', [4, 5]],
  ['{"$maxCount":2,"$tb":5}', [5]],
  ['{"$maxCount":99}', [0, 1, 2, 3, 4, 5]],
  ['{"$maxCount":0,"$tb":-1}', [0, 1, 2, 3, 4, 5]],
  ['{"$maxCount":', [0, 1, 2, 3, 4, 5]],
])('with metadata %s shows %j, in both directions and to links', async (metadata, revisions) => {
  await log.append('s', 'no_stream', many(6));
  await log.setMetadata('s', metadata);
  expect(log.readable('s')).toEqual(revisions);
  expect(log.reader.page('s', 4, 'backwards', 9, log.now).map(({ revision }) => revision)).toEqual(revisions.filter((revision) => revision <= 4).reverse());
  for (let revision = 0; revision < 7; revision += 1) {
    expect(log.reader.event('s', revision, log.now)?.revision).toBe(revisions.find((readable) => readable === revision));
  }
  const streamed: number[] = [];
  for await (const event of log.store.readStream('s')) streamed.push(event.revision);
  expect(streamed).toEqual(revisions);
});

it('hides what has grown too old at the moment of reading, wherever it stands', async () => {
  await log.setMetadata('s', '{"$maxAge":10}');
  const stamps = [1_000, 9_000, 2_000, 30_000];
  for (const [index, stamp] of stamps.entries()) {
    log.now = stamp;
    await log.append('s', index === 0 ? 'no_stream' : index - 1, [`e${index}`]);
  }
  log.now = 12_000;
  expect(log.readable('s')).toEqual([1, 2, 3]);
  log.now = 19_001;
  expect(log.readable('s')).toEqual([3]);
  expect(log.reader.event('s', 1, log.now)).toBeNull();
  expect(log.reader.page('s', 3, 'backwards', 9, 12_001).map(({ revision }) => revision)).toEqual([3, 1]);
});

it('shows only the newest metadata, and the tombstone of a stream also at its metadata', async () => {
  await log.append('s', 'no_stream', ['a']);
  await log.setMetadata('s', '{"$tb":0}');
  await log.setMetadata('s', '{"$tb":1}');
  expect(log.readable('$$s')).toEqual([1]);
  expect(log.reader.state('$$s')).toMatchObject({ lastRevision: 1, firstReadable: 1, metadata: null, isSoftDeleted: false });
  await log.tombstone('s');
  expect(log.reader.state('$$s').isTombstoned).toBe(true);
  expect(log.reader.state('s')).toMatchObject({ isTombstoned: true, lastRevision: 0, lastNumber: 400 });
  expect(log.readable('s')).toEqual([]);
  expect(log.reader.state('none')).toEqual({ lastRevision: -1, lastNumber: 0, isTombstoned: false, isSoftDeleted: false, metadata: null, firstReadable: 0 });
});

it('reads the whole log in both directions, deleted events too, by position numbers with gaps', async () => {
  await log.append('s', 'no_stream', many(150));
  await log.append('other', 'no_stream', ['x']);
  await log.delete('s');
  const { reader } = log;
  expect(reader.lastNumber()).toBe(15_200);
  const forwards = reader.allForwards(0, reader.lastNumber(), 1_000);
  expect(forwards.events.map(({ number }) => number)).toEqual(Array.from({ length: 152 }, (_, index) => (index + 1) * 100));
  const seen: number[] = [];
  for (let before = reader.lastNumber(); before > 0; ) {
    const page = reader.allBackwards(before, 40);
    seen.push(...page.events.map(({ number }) => number));
    before = page.readTo;
  }
  expect(seen).toEqual(forwards.events.map(({ number }) => number).reverse().slice(1));
  expect(reader.allBackwards(15_300, 1).events[0]?.number).toBe(15_200);
  expect(reader.allBackwards(reader.lastNumber(), 9, { streamPrefixes: ['oth'] })).toMatchObject({ events: [{ number: 15_100 }], readTo: 0 });
  expect(reader.allForwards(200, 600, 9, { streamPrefixes: ['s'] })).toMatchObject({ events: [{ number: 300 }, { number: 400 }, { number: 500 }, { number: 600 }], readTo: 600 });
  expect([0, 50, 100, 150, 15_200, 15_300].map((number) => reader.isBoundary(number))).toEqual([false, false, true, false, true, false]);
});

import { AppendTooLargeError } from '../errors';
import { collected, idsOf, namedEvent, namedEvents, ownEvents, type ConformanceSubject } from './subject';

/** What `append` promises: atomic groups, exact revisions, and that the very same group may be sent again. */
export function appendingRules(subject: () => ConformanceSubject): void {
  const append = (stream: string, expected: number | 'no_stream', events: ReturnType<typeof namedEvents>) =>
    subject().store.append(subject().prefix + stream, expected, events);
  const idsIn = async (stream: string) => idsOf(await collected(subject().store.readStream(subject().prefix + stream)));

  it('starts a stream at revision 0 and goes on at the exact revision', async () => {
    await expect(append('-a', 'no_stream', namedEvents('a', 2))).resolves.toMatchObject({ kind: 'appended', revision: 1 });
    await expect(append('-a', 1, [namedEvent('a next')])).resolves.toMatchObject({ kind: 'appended', revision: 2 });
  });

  it('answers the position of the last event of the group', async () => {
    const outcome = await append('-a', 'no_stream', namedEvents('a', 3));
    const own = await ownEvents(subject());
    expect(outcome).toEqual({ kind: 'appended', revision: 2, position: own.at(-1)?.position });
  });

  it.each([
    ['no_stream on a stream that exists', 'no_stream' as const],
    ['a revision that has passed', 0],
    ['a revision to come', 7],
  ])('refuses %s and writes nothing', async (_, expected) => {
    await append('-a', 'no_stream', namedEvents('a', 3));
    await expect(append('-a', expected, [namedEvent('other')])).resolves.toEqual({ kind: 'conflict', actual: 2 });
    await expect(idsIn('-a')).resolves.toEqual(idsOf(namedEvents('a', 3)));
  });

  it('refuses a revision of a stream that does not exist', async () => {
    await expect(append('-a', 0, [namedEvent('a')])).resolves.toEqual({ kind: 'conflict', actual: 'no_stream' });
  });

  it('answers the very same group sent again as appended, with its first place', async () => {
    const first = await append('-a', 'no_stream', namedEvents('a', 2));
    await append('-a', 1, namedEvents('b', 2));
    await expect(append('-a', 'no_stream', namedEvents('a', 2))).resolves.toEqual(first);
    await expect(append('-a', 1, namedEvents('b', 2))).resolves.toMatchObject({ kind: 'appended', revision: 3 });
    await expect(idsIn('-a')).resolves.toHaveLength(4);
  });

  it('answers the beginning of a group that stands there as appended, with the revision it ends at', async () => {
    await append('-a', 'no_stream', namedEvents('a', 3));
    await expect(append('-a', 'no_stream', namedEvents('a', 2))).resolves.toMatchObject({ kind: 'appended', revision: 1 });
  });

  it.each([
    ['in another order', [1, 0]],
    ['with one more', [0, 1, 2]],
    ['with its second event alone', [1]],
  ])('calls a known group %s a conflict', async (_, chosen) => {
    await append('-a', 'no_stream', namedEvents('a', 2));
    const events = chosen.map((index) => namedEvent(`a ${index}`));
    await expect(append('-a', 'no_stream', events)).resolves.toEqual({ kind: 'conflict', actual: 1 });
  });

  it('appends the same ids once more when they are sent at the head', async () => {
    await append('-a', 'no_stream', [namedEvent('a')]);
    await expect(append('-a', 0, [namedEvent('a')])).resolves.toMatchObject({ kind: 'appended', revision: 1 });
  });

  it('lets one of many racers win each revision', async () => {
    for (let revision = -1; revision < 9; revision += 1) {
      const racers = Array.from({ length: 8 }, (_, racer) => append('-a', revision === -1 ? 'no_stream' : revision, [namedEvent(`${revision} ${racer}`)]));
      const outcomes = await Promise.all(racers);
      expect(outcomes.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(7);
    }
    await expect(idsIn('-a')).resolves.toHaveLength(10);
  });

  it('keeps the groups of appends that wait together whole and in a row', async () => {
    const stems = Array.from({ length: 40 }, (_, index) => `g${index}`);
    await Promise.all(stems.map((stem) => append(`-${stem}`, 'no_stream', namedEvents(stem, 3))));
    const own = await ownEvents(subject());
    expect(own).toHaveLength(120);
    for (let place = 0; place < own.length; place += 3) {
      const group = own.slice(place, place + 3);
      expect(new Set(group.map(({ stream }) => stream)).size).toBe(1);
      expect(group.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    }
  });

  it('refuses a group over one mebibyte, and an empty one', async () => {
    const large = { ...namedEvent('large'), data: JSON.stringify('x'.repeat(1024 * 1024)) };
    await expect(append('-a', 'no_stream', [large])).rejects.toThrow(AppendTooLargeError);
    await expect(append('-a', 'no_stream', [])).rejects.toThrow(RangeError);
    await expect(idsIn('-a')).resolves.toEqual([]);
  });
}

import { collected, idsOf, namedEvent, namedEvents, ownEvents, type ConformanceSubject, type StreamAdministration } from './subject';

/** What the port shows of streams that an administrator has deleted, truncated or limited. */
export function deletedStreamRules(subject: () => ConformanceSubject): void {
  const name = () => `${subject().prefix}-a`;
  const append = (expected: number | 'no_stream', events: ReturnType<typeof namedEvents>) => subject().store.append(name(), expected, events);
  const revisions = async (options?: Parameters<ConformanceSubject['store']['readStream']>[1]) =>
    (await collected(subject().store.readStream(name(), options))).map(({ revision }) => revision);

  /** A test for subjects that let the suite administer streams; for others its name says that it was left out. */
  const rule = (what: string, check: (administer: StreamAdministration) => Promise<void>): void =>
    it(what, async () => {
      const { administer } = subject();
      if (administer === undefined) {
        process.stderr.write(`left out, because this store may not be administered by the suite: ${what}\n`);
        return;
      }
      await append('no_stream', namedEvents('a', 4));
      await check(administer);
    });

  rule('shows nothing of a deleted stream, but all of it in the whole log', async ({ softDelete }) => {
    await softDelete(name());
    await expect(revisions()).resolves.toEqual([]);
    await expect(revisions({ direction: 'backwards' })).resolves.toEqual([]);
    expect(idsOf(await ownEvents(subject()))).toEqual(idsOf(namedEvents('a', 4)));
  });

  rule('begins a deleted stream again at no_stream, with revisions that go on', async ({ softDelete }) => {
    await softDelete(name());
    await expect(append('no_stream', [namedEvent('b')])).resolves.toMatchObject({ kind: 'appended', revision: 4 });
    await expect(revisions()).resolves.toEqual([4]);
    await expect(append(4, [namedEvent('c')])).resolves.toMatchObject({ kind: 'appended', revision: 5 });
    await expect(revisions({ direction: 'backwards' })).resolves.toEqual([5, 4]);
  });

  rule('begins a deleted stream again at its last revision, and at no other', async ({ softDelete }) => {
    await softDelete(name());
    await expect(append(2, [namedEvent('b')])).resolves.toEqual({ kind: 'conflict', actual: 3 });
    await expect(append(9, [namedEvent('b')])).resolves.toEqual({ kind: 'conflict', actual: 3 });
    await expect(append(3, [namedEvent('b')])).resolves.toMatchObject({ kind: 'appended', revision: 4 });
    await expect(revisions()).resolves.toEqual([4]);
  });

  rule('still knows the groups of a deleted stream when they are sent again', async ({ softDelete }) => {
    await softDelete(name());
    await expect(append('no_stream', namedEvents('a', 4))).resolves.toMatchObject({ kind: 'appended', revision: 3 });
    await expect(revisions()).resolves.toEqual([]);
  });

  rule('may delete a stream twice, and once more after it has begun again', async ({ softDelete }) => {
    await softDelete(name());
    await softDelete(name());
    await append('no_stream', [namedEvent('b')]);
    await softDelete(name());
    await expect(revisions()).resolves.toEqual([]);
    await expect(append('no_stream', [namedEvent('c')])).resolves.toMatchObject({ kind: 'appended', revision: 5 });
  });

  rule('neither reads nor writes a stream that was deleted for good', async ({ tombstone }) => {
    const deleted = { code: 'STREAM_DELETED' };
    await tombstone(name());
    await expect(append(3, [namedEvent('b')])).rejects.toMatchObject(deleted);
    await expect(append('no_stream', namedEvents('a', 4))).rejects.toMatchObject(deleted);
    await expect(revisions()).rejects.toMatchObject(deleted);
    await expect(revisions({ direction: 'backwards', maxCount: 1 })).rejects.toMatchObject(deleted);
    expect(idsOf(await ownEvents(subject())).slice(0, 4)).toEqual(idsOf(namedEvents('a', 4)));
  });

  rule('deletes for good what was deleted, and what never was', async ({ softDelete, tombstone }) => {
    await softDelete(name());
    await tombstone(name());
    await expect(append('no_stream', [namedEvent('b')])).rejects.toMatchObject({ code: 'STREAM_DELETED' });
    await tombstone(`${subject().prefix}-never`);
    await expect(subject().store.append(`${subject().prefix}-never`, 'no_stream', [namedEvent('b')])).rejects.toMatchObject({ code: 'STREAM_DELETED' });
  });

  rule('begins a truncated stream at its bound', async ({ setMetadata }) => {
    await setMetadata(name(), '{"$tb":2}');
    await expect(revisions()).resolves.toEqual([2, 3]);
    await expect(revisions({ from: 1, maxCount: 1 })).resolves.toEqual([2]);
    await expect(revisions({ direction: 'backwards' })).resolves.toEqual([3, 2]);
    await expect(append(3, [namedEvent('b')])).resolves.toMatchObject({ kind: 'appended', revision: 4 });
    await setMetadata(name(), '{"$tb":99}');
    await expect(revisions()).resolves.toEqual([]);
    await expect(append(3, [namedEvent('other')])).resolves.toEqual({ kind: 'conflict', actual: 4 });
  });

  rule('shows only the last events of a stream with a largest count', async ({ setMetadata }) => {
    await setMetadata(name(), '{"$maxCount":2}');
    await expect(revisions()).resolves.toEqual([2, 3]);
    await append(3, namedEvents('b', 3));
    await expect(revisions()).resolves.toEqual([5, 6]);
  });

  rule('takes metadata of wrong types for none', async ({ setMetadata }) => {
    await setMetadata(name(), '{"$maxCount":"2"}');
    await expect(revisions()).resolves.toEqual([0, 1, 2, 3]);
  });

  rule('revives a deleted stream by metadata', async ({ softDelete, setMetadata }) => {
    await softDelete(name());
    await setMetadata(name(), '{"own":1}');
    await expect(revisions()).resolves.toEqual([]);
    await expect(append(3, [namedEvent('b')])).resolves.toMatchObject({ kind: 'appended', revision: 4 });
    await expect(revisions()).resolves.toEqual([4]);
  });
}

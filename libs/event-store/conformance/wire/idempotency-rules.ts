import type { AppendExpectedRevision, JSONEventData } from '@eventstore/db-client';
import { idsOf, jsonWithId, note, notes, type WireBench } from './bench';
import type { AppendPath } from './expected-revision-rules';

/** What happens to events that are sent again. */
export function idempotencyRules(bench: () => WireBench, path: () => AppendPath): void {
  const append = (stream: string, events: readonly JSONEventData[], expectedRevision: AppendExpectedRevision) =>
    bench().client.appendToStream(stream, [...events], { expectedRevision, ...path() });
  const wrong = { type: 'wrong-expected-version' };
  const stored = async (stream: string) => (await bench().read(stream)).map(({ event }) => event?.id);
  /** A stream of three events, then one more, so that the group is not its end. */
  const groupAndMore = async () => {
    const stream = bench().stream();
    const events = notes(3);
    const first = await append(stream, events, 'no_stream');
    const later = note();
    await append(stream, [later], 2n);
    return { stream, events, first, all: [...idsOf(events), later.id] };
  };

  describe.each(['any', 'stream_exists'] as const)('with %s', (expected) => {
    it('answers known events with the place of the last of them', async () => {
      const { stream, events, first, all } = await groupAndMore();
      await expect(append(stream, events, expected)).resolves.toEqual(first);
      await expect(append(stream, events.slice(0, 2), expected)).resolves.toMatchObject({ success: true, nextExpectedRevision: 1n });
      await expect(stored(stream)).resolves.toEqual(all);
    });

    it('appends when the first event is unknown, whatever follows', async () => {
      const { stream, events } = await groupAndMore();
      const [known] = events as [JSONEventData];
      await expect(append(stream, [note(), known], expected)).resolves.toMatchObject({ nextExpectedRevision: 5n });
      await expect(stored(stream)).resolves.toHaveLength(6);
    });

    it('refuses when the first event is known and a later one is not', async () => {
      const { stream, events, all } = await groupAndMore();
      await expect(append(stream, [...events, note()], expected)).rejects.toMatchObject({ ...wrong, expectedVersion: expected, actualVersion: 3n });
      await expect(stored(stream)).resolves.toEqual(all);
    });

    it('knows only the events of this stream', async () => {
      const { events } = await groupAndMore();
      const { stream } = await bench().seeded(1);
      await expect(append(stream, events, expected)).resolves.toMatchObject({ nextExpectedRevision: 3n });
    });

    it('appends the same new event twice in one group', async () => {
      const { stream } = await bench().seeded(1);
      const event = note();
      await expect(append(stream, [event, event], expected)).resolves.toMatchObject({ nextExpectedRevision: 2n });
      await expect(stored(stream)).resolves.toHaveLength(3);
    });
  });

  it('answers known events of a soft-deleted stream with any as done, and leaves it deleted', async () => {
    const { stream, events } = await bench().seeded(2);
    await bench().client.deleteStream(stream);
    await expect(append(stream, events, 'any')).resolves.toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  describe('at an exact place', () => {
    it('answers the same group again with its first answer, at the beginning and further on', async () => {
      const { stream, events, first, all } = await groupAndMore();
      const more = notes(2);
      const second = await append(stream, more, 3n);
      await expect(append(stream, events, 'no_stream')).resolves.toEqual(first);
      await expect(append(stream, more, 3n)).resolves.toEqual(second);
      await expect(stored(stream)).resolves.toEqual([...all, ...idsOf(more)]);
    });

    it('answers the beginning of a group with the revision and position it ends at', async () => {
      const { stream, events, all } = await groupAndMore();
      const second = (await bench().read(stream))[1]?.event;
      await expect(append(stream, events.slice(0, 2), 'no_stream')).resolves.toEqual({ success: true, nextExpectedRevision: 1n, position: second?.position });
      await expect(stored(stream)).resolves.toEqual(all);
    });

    it('compares with what stands there, however it was grouped', async () => {
      const { stream, events } = await groupAndMore();
      await expect(append(stream, events.slice(1), 0n)).resolves.toMatchObject({ nextExpectedRevision: 2n });
      await expect(append(stream, events.slice(1, 2), 0n)).resolves.toMatchObject({ nextExpectedRevision: 1n });
    });

    it.each([
      ['whose first event differs', (known: JSONEventData[]) => [note(), ...known.slice(1)]],
      ['whose later event differs', (known: JSONEventData[]) => [...known.slice(0, 2), note()]],
      ['in another order', (known: JSONEventData[]) => [...known].reverse()],
      ['shifted by one', (known: JSONEventData[]) => known.slice(1)],
    ])('refuses a group %s', async (_, changed) => {
      const { stream, events, all } = await groupAndMore();
      await expect(append(stream, changed(events), 'no_stream')).rejects.toMatchObject({ ...wrong, actualVersion: 3n });
      await expect(stored(stream)).resolves.toEqual(all);
    });

    it('refuses a group that is longer than what is stored', async () => {
      const { stream, events } = await bench().seeded(2);
      await expect(append(stream, [...events, note()], 'no_stream')).rejects.toMatchObject({ ...wrong, actualVersion: 1n });
      await expect(stored(stream)).resolves.toEqual(idsOf(events));
    });

    it('appends the same events again when they are sent for the end', async () => {
      const { stream, events } = await bench().seeded(1);
      await expect(append(stream, events, 0n)).resolves.toMatchObject({ nextExpectedRevision: 1n });
      await expect(stored(stream)).resolves.toEqual([...idsOf(events), ...idsOf(events)]);
    });

    it('compares ids, not content', async () => {
      const { stream, events, result } = await bench().seeded(1);
      const changed = jsonWithId(events[0]?.id as string, { text: 'changed' });
      await expect(append(stream, [changed], 'no_stream')).resolves.toEqual(result);
      expect((await bench().read(stream))[0]?.event?.data).toEqual({ text: 'noted' });
    });

    it('still knows events that are truncated', async () => {
      const { stream, events } = await bench().seeded(3);
      await bench().client.setStreamMetadata(stream, { truncateBefore: 2 });
      await expect(append(stream, events.slice(0, 2), 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 1n });
      await expect(bench().revisions(stream)).resolves.toEqual([2]);
    });
  });

  describe('at the beginning of a soft-deleted stream', () => {
    const deleted = async () => {
      const seeded = await bench().seeded(3);
      await bench().client.deleteStream(seeded.stream);
      return seeded;
    };

    it('answers the group that stood there as done, and leaves the stream deleted', async () => {
      const { stream, events } = await deleted();
      await expect(append(stream, events, 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 2n });
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it('begins the stream again with another group', async () => {
      const { stream } = await deleted();
      await expect(append(stream, notes(2), 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 4n });
    });

    it('refuses a group that differs later, and one at an older revision', async () => {
      const { stream, events } = await deleted();
      await expect(append(stream, [...events.slice(0, 2), note()], 'no_stream')).rejects.toMatchObject({ ...wrong, actualVersion: 2n });
      await expect(append(stream, notes(1), 0n)).rejects.toMatchObject({ ...wrong, actualVersion: 2n });
    });
  });
}

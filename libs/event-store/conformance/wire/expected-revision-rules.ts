import type { AppendExpectedRevision, Credentials } from '@eventstore/db-client';
import { collected } from '../subject';
import { idsOf, note, notes, type WireBench } from './bench';

/** Which of the two appends the client uses: it falls back to the classic one when a call carries its own credentials. */
export interface AppendPath {
  readonly credentials?: Credentials;
}

/** What an append may expect of its stream, and what it is answered. */
export function expectedRevisionRules(bench: () => WireBench, path: () => AppendPath): void {
  const append = (stream: string, events: ReturnType<typeof notes>, expectedRevision: AppendExpectedRevision) =>
    bench().client.appendToStream(stream, events, { expectedRevision, ...path() });
  const wrong = (expectedVersion: unknown, actualVersion: unknown) => ({ type: 'wrong-expected-version', expectedVersion, actualVersion });

  it.each(['any', 'no_stream'] as const)('begins a stream at 0 with %s, and answers its last revision and position', async (expected) => {
    const stream = bench().stream();
    const result = await append(stream, notes(3), expected);
    const read = await bench().read(stream);
    expect(read.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n]);
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n, position: read[2]?.event?.position });
  });

  it.each(['any', 'stream_exists', 2n] as const)('goes on where the stream ends with %s', async (expected) => {
    const { stream } = await bench().seeded(3);
    await expect(append(stream, notes(2), expected)).resolves.toMatchObject({ success: true, nextExpectedRevision: 4n });
    await expect(bench().revisions(stream)).resolves.toEqual([0, 1, 2, 3, 4]);
  });

  it.each([
    ['no_stream', 'no_stream'],
    [1n, 1n],
    [7n, 7n],
  ] as const)('refuses %s on a stream that ends at 2', async (expected, told) => {
    const { stream, events } = await bench().seeded(3);
    await expect(append(stream, notes(1), expected)).rejects.toMatchObject({ ...wrong(told, 2n), streamName: stream });
    expect((await bench().read(stream)).map(({ event }) => event?.id)).toEqual(idsOf(events));
  });

  it.each([
    ['stream_exists', 'stream_exists'],
    [0n, 0n],
  ] as const)('refuses %s on a stream that never was', async (expected, told) => {
    await expect(append(bench().stream(), notes(1), expected)).rejects.toMatchObject(wrong(told, 'no_stream'));
  });

  it('calls a stream that has only metadata existing for stream_exists, and absent for no_stream', async () => {
    const [asExisting, asAbsent] = [bench().stream(), bench().stream()];
    for (const stream of [asExisting, asAbsent]) await bench().client.setStreamMetadata(stream, { owner: 'finance' });
    await expect(append(asAbsent, notes(1), 0n)).rejects.toMatchObject(wrong(0n, 'no_stream'));
    await expect(append(asExisting, notes(1), 'stream_exists')).resolves.toMatchObject({ nextExpectedRevision: 0n });
    await expect(append(asAbsent, notes(1), 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 0n });
  });

  it('tells the last revision ever written also when the stream is truncated', async () => {
    const { stream } = await bench().seeded(3);
    await bench().client.setStreamMetadata(stream, { truncateBefore: 3 });
    await expect(append(stream, notes(1), 9n)).rejects.toMatchObject(wrong(9n, 2n));
    await expect(append(stream, notes(1), 'no_stream')).rejects.toMatchObject(wrong('no_stream', 2n));
    await expect(append(stream, notes(1), 2n)).resolves.toMatchObject({ nextExpectedRevision: 3n });
  });

  it('keeps the events of one append together under many writers, in the stream and in the log', async () => {
    const stream = bench().stream();
    const groups = Array.from({ length: 20 }, () => notes(3));
    await Promise.all(groups.map((events) => append(stream, events, 'any')));
    const read = (await bench().read(stream)).map(({ event }) => event);
    expect(read.map((event) => event?.revision)).toEqual(read.map((_, index) => BigInt(index)));
    const starts = new Map(groups.map((events) => [events[0]?.id, idsOf(events)]));
    for (let place = 0; place < read.length; place += 3) {
      expect(read.slice(place, place + 3).map((event) => event?.id)).toEqual(starts.get(read[place]?.id));
    }
    const commits = read.map((event) => event?.position?.commit as bigint);
    expect(commits).toEqual([...new Set(commits)].sort((a, b) => Number(a - b)));
  });

  it('lets one of many racers win each revision', async () => {
    const { stream } = await bench().seeded(1);
    for (let revision = 0n; revision < 4n; revision += 1n) {
      const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => append(stream, notes(1), revision)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(wrong(revision, revision + 1n));
      }
    }
  });

  it('takes a thousand events at once', async () => {
    const stream = bench().stream();
    await expect(append(stream, notes(1000), 'no_stream')).resolves.toMatchObject({ nextExpectedRevision: 999n });
    expect(await collected(bench().client.readStream(stream, { fromRevision: 998n }))).toHaveLength(2);
  });

  it.each(['any', 'no_stream', 'stream_exists', 0n, 2n] as const)('refuses %s on a tombstoned stream as deleted, also what is known there', async (expected) => {
    const { stream, events } = await bench().seeded(3);
    await bench().client.tombstoneStream(stream);
    const deleted = { type: 'stream-deleted', streamName: stream };
    await expect(append(stream, [note()], expected)).rejects.toMatchObject(deleted);
    await expect(append(stream, events, expected)).rejects.toMatchObject(deleted);
  });

  it('refuses stream_exists on a soft-deleted stream as deleted, and lets it be begun again', async () => {
    const { stream } = await bench().seeded(2);
    await bench().client.deleteStream(stream);
    await expect(append(stream, notes(1), 'stream_exists')).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(append(stream, notes(1), 'any')).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });
}

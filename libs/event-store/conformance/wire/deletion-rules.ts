import { status } from '@grpc/grpc-js';
import { trailersOf } from './append-answer-rules';
import { idsOf, note, notes, type WireBench } from './bench';
import type { Signal } from './read-call';

const untilTheEndOfNumbers = '9223372036854775807';
const lastNumber = 9223372036854775807n;

const dataIn = (signals: readonly Signal[]): string[] =>
  signals.flatMap((signal) => (signal.kind === 'event' && signal.event !== null ? [signal.event.data.toString()] : []));

/** Soft deletion and its way back, and the tombstone, from which there is none. */
export function deletionRules(bench: () => WireBench): void {
  const notFound = { type: 'stream-not-found' };
  const append = (stream: string, count: number, expectedRevision: 'any' | 'no_stream' | bigint) =>
    bench().client.appendToStream(stream, notes(count), { expectedRevision });
  const latestMetadata = async (stream: string) => {
    const [signal] = await bench().bare.read({ stream: `$$${stream}`, from: 'end', backwards: true, count: 1 });
    return signal?.kind === 'event' ? signal.event : null;
  };
  const refusalOf = async (call: Promise<unknown>) => {
    const error = await call.then(
      () => Promise.reject(new Error('it was done')),
      (reason: unknown) => reason,
    );
    return { code: (error as { code: number }).code, ...trailersOf(error) };
  };
  const wrong = (stream: string, expected: string, actual: string) => ({
    code: status.FAILED_PRECONDITION,
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': actual,
  });

  describe('soft deletion', () => {
    it.each(['any', 2n] as const)('makes the stream absent to readers, with %s', async (expectedRevision) => {
      const { stream } = await bench().seeded(3);
      await expect(bench().client.deleteStream(stream, { expectedRevision })).resolves.toHaveProperty('position.commit');
      await expect(bench().read(stream)).rejects.toMatchObject(notFound);
      await expect(bench().read(stream, { direction: 'backwards', fromRevision: 'end' })).rejects.toMatchObject(notFound);
    });

    it('is done with stream_exists on a stream that exists', async () => {
      const { stream } = await bench().seeded(1);
      await bench().bare.delete(stream, 'stream_exists');
      await expect(bench().read(stream)).rejects.toMatchObject(notFound);
    });

    it('is written as metadata that replaces all there was, at the position answered', async () => {
      const { stream } = await bench().seeded(1);
      await bench().client.setStreamMetadata(stream, { maxCount: 3, owner: 'finance' });
      const { position } = await bench().client.deleteStream(stream);
      const metadata = await latestMetadata(stream);
      expect(metadata).toMatchObject({ type: '$metadata', revision: 1n, commit: position?.commit, prepare: position?.prepare });
      expect(metadata?.data.toString().replaceAll(/\s/g, '')).toBe(`{"$tb":${untilTheEndOfNumbers}}`);
    });

    it('leaves the events in the log', async () => {
      const before = (await bench().readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }))[0]?.event?.position;
      const { stream, events } = await bench().seeded(3);
      await bench().client.deleteStream(stream);
      const log = await bench().readAll(before === undefined ? {} : { fromPosition: before });
      expect(log.filter(({ event }) => event?.streamId === stream).map(({ event }) => event?.id)).toEqual(idsOf(events));
    });

    it.each([
      ['no_stream', '-1'],
      [0n, '0'],
      [9n, '9'],
    ] as const)('is refused with %s on a stream that ends at 2', async (expected, told) => {
      const { stream } = await bench().seeded(3);
      await expect(refusalOf(bench().bare.delete(stream, expected))).resolves.toMatchObject(wrong(stream, told, '2'));
      await expect(bench().revisions(stream)).resolves.toEqual([0, 1, 2]);
    });

    it.each([
      ['any', '-2'],
      ['no_stream', '-1'],
      ['stream_exists', '-4'],
      [0n, '0'],
    ] as const)('is refused with %s where there is neither an event nor metadata', async (expected, told) => {
      const stream = bench().stream();
      await expect(refusalOf(bench().bare.delete(stream, expected))).resolves.toMatchObject(wrong(stream, told, '-1'));
    });

    it.each(['any', 'no_stream'] as const)('is done with %s on a stream that has only metadata', async (expected) => {
      const stream = bench().stream();
      await bench().client.setStreamMetadata(stream, { owner: 'finance' });
      await bench().bare.delete(stream, expected);
      await expect(latestMetadata(stream)).resolves.toMatchObject({ revision: 1n });
    });

    it('may be done twice', async () => {
      const { stream } = await bench().seeded(1);
      await bench().client.deleteStream(stream);
      await bench().client.deleteStream(stream);
      await bench().client.deleteStream(stream, { expectedRevision: 0n });
      await expect(bench().read(stream)).rejects.toMatchObject(notFound);
    });

    it('keeps telling the last revision to whoever expects another', async () => {
      const { stream } = await bench().seeded(3);
      await bench().client.deleteStream(stream);
      await expect(append(stream, 1, 1n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
      await expect(append(stream, 1, 3n)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
    });
  });

  describe('beginning a deleted stream again', () => {
    it.each(['any', 'no_stream', 2n] as const)('goes on with the numbers, with %s, and shows only what is new', async (expected) => {
      const { stream } = await bench().seeded(3);
      await bench().client.deleteStream(stream);
      await expect(append(stream, 2, expected)).resolves.toMatchObject({ nextExpectedRevision: 4n });
      await expect(bench().revisions(stream)).resolves.toEqual([3, 4]);
      await expect(bench().revisions(stream, { direction: 'backwards', fromRevision: 'end' })).resolves.toEqual([4, 3]);
    });

    it('writes metadata that truncates before the first new event', async () => {
      const { stream } = await bench().seeded(3);
      await bench().client.deleteStream(stream);
      await append(stream, 2, 'any');
      const metadata = await latestMetadata(stream);
      expect(metadata).toMatchObject({ type: '$metadata', revision: 1n });
      expect(JSON.parse(metadata?.data.toString() ?? '')).toEqual({ $tb: 3 });
    });

    it('keeps the other keys of the metadata', async () => {
      const { stream } = await bench().seeded(2);
      const metadata = `{"$tb":${untilTheEndOfNumbers},"owner":"finance","$maxCount":5}`;
      await bench().bare.append({ stream: `$$${stream}`, expected: 'any', events: [{ type: '$metadata', data: metadata }] });
      await expect(bench().read(stream)).rejects.toMatchObject(notFound);
      await append(stream, 1, 'no_stream');
      expect(JSON.parse((await latestMetadata(stream))?.data.toString() ?? '')).toEqual({ $tb: 2, owner: 'finance', $maxCount: 5 });
      await expect(bench().revisions(stream)).resolves.toEqual([2]);
    });

    it('works once more after the stream was deleted once more', async () => {
      const { stream } = await bench().seeded(1);
      for (const last of [0n, 1n, 2n]) {
        await bench().client.deleteStream(stream);
        await expect(append(stream, 1, last)).resolves.toMatchObject({ nextExpectedRevision: last + 1n });
        await expect(bench().revisions(stream)).resolves.toEqual([Number(last) + 1]);
      }
    });

    it('is also what setting metadata does: the stream exists again, empty', async () => {
      const { stream } = await bench().seeded(3);
      await bench().client.deleteStream(stream);
      await bench().client.setStreamMetadata(stream, { owner: 'finance' });
      await expect(bench().read(stream)).resolves.toEqual([]);
      const metadata = await latestMetadata(stream);
      expect(metadata?.revision).toBe(2n);
      expect(JSON.parse(metadata?.data.toString() ?? '')).toEqual({ owner: 'finance', $tb: 3 });
      await expect(append(stream, 1, 'no_stream')).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 2n });
      await expect(append(stream, 1, 2n)).resolves.toMatchObject({ nextExpectedRevision: 3n });
      await expect(bench().revisions(stream)).resolves.toEqual([3]);
    });
  });

  describe('the tombstone', () => {
    const deleted = { type: 'stream-deleted' };

    it.each(['any', 2n, 'stream_exists'] as const)('ends a stream for good with %s', async (expectedRevision) => {
      const { stream } = await bench().seeded(3);
      expect((await bench().bare.tombstone(stream, expectedRevision)).hasPosition()).toBe(true);
      await expect(bench().read(stream)).rejects.toMatchObject({ ...deleted, streamName: stream });
      await expect(bench().client.appendToStream(stream, note())).rejects.toMatchObject(deleted);
      await expect(bench().client.deleteStream(stream)).rejects.toMatchObject(deleted);
      await expect(bench().client.tombstoneStream(stream)).rejects.toMatchObject(deleted);
    });

    it.each(['any', 'no_stream'] as const)('may be set with %s where no stream ever was', async (expectedRevision) => {
      const stream = bench().stream();
      await bench().client.tombstoneStream(stream, { expectedRevision });
      await expect(bench().read(stream)).rejects.toMatchObject(deleted);
      await expect(append(stream, 1, 'no_stream')).rejects.toMatchObject(deleted);
    });

    it('may be set on a soft-deleted stream', async () => {
      const { stream } = await bench().seeded(1);
      await bench().client.deleteStream(stream);
      await bench().client.tombstoneStream(stream);
      await expect(bench().read(stream)).rejects.toMatchObject(deleted);
    });

    it.each([
      ['no_stream', '-1'],
      [0n, '0'],
      [9n, '9'],
    ] as const)('is refused with %s on a stream that ends at 2', async (expected, told) => {
      const { stream } = await bench().seeded(3);
      await expect(refusalOf(bench().bare.tombstone(stream, expected))).resolves.toMatchObject(wrong(stream, told, '2'));
      await expect(bench().revisions(stream)).resolves.toEqual([0, 1, 2]);
    });

    it('is refused with a revision where no stream ever was', async () => {
      const stream = bench().stream();
      await expect(refusalOf(bench().bare.tombstone(stream, 0n))).resolves.toMatchObject(wrong(stream, '0', '-1'));
    });

    it('stands in the log as an event of the last number there can be, at the position answered', async () => {
      const { stream } = await bench().seeded(1);
      const { position } = await bench().client.tombstoneStream(stream);
      const [signal] = await bench().bare.read({ from: position as { commit: bigint; prepare: bigint }, count: 1 });
      expect(signal).toMatchObject({ kind: 'event', event: { type: '$streamDeleted', stream, revision: lastNumber, commit: position?.commit } });
    });

    it('tells readers and subscribers with the trailers of a deleted stream', async () => {
      const stream = bench().stream();
      await bench().bare.tombstone(stream, 'any');
      const told = { code: status.FAILED_PRECONDITION, exception: 'stream-deleted', 'stream-name': stream };
      await expect(refusalOf(bench().bare.read({ stream }))).resolves.toMatchObject(told);
      await expect(refusalOf(bench().bare.read({ stream, from: 'end', backwards: true }))).resolves.toMatchObject(told);
      const failure = await bench().bare.subscribe({ stream }).failed();
      expect({ code: failure.code, ...trailersOf(failure) }).toMatchObject(told);
    });
  });

  it('names a stream in the trailers of a refusal even when its name is not plain ASCII', async () => {
    const stream = bench().stream('Größe 日本 😀');
    const refusal = await refusalOf(bench().bare.delete(stream, 'any'));
    expect(refusal).toMatchObject({ exception: 'wrong-expected-version', 'stream-name': expect.any(String), 'actual-version': '-1' });
    await bench().bare.append({ stream, expected: 'no_stream', events: [{ data: '{"a":1}' }] });
    expect(dataIn(await bench().bare.read({ stream }))).toEqual(['{"a":1}']);
  });
}

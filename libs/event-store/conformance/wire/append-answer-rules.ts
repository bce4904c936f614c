import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { note, type WireBench } from './bench';
import { ownNodeOnly, type WireTraits } from './subject';

const mebibyte = 1024 * 1024;

/** How the classic append answers, field by field, and the trailers of refusals. */
export function appendAnswerRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'newer servers allow larger appends');

  it('answers success with the revision and position of the last event', async () => {
    const stream = bench().stream();
    const answer = await bench().bare.append({ stream, expected: 'no_stream', events: [{}, {}] });
    const last = (await bench().bare.read({ stream, from: 1n }))[0];
    const { commit, prepare } = last?.kind === 'event' && last.event !== null ? last.event : { commit: -1n, prepare: -1n };
    expect(answer.getSuccess()?.getCurrentRevision()).toBe('1');
    expect(answer.getSuccess()?.getPosition()?.toObject()).toEqual({ commitPosition: String(commit), preparePosition: String(prepare) });
  });

  it('answers a wrong revision as such, with status OK, in the old fields as well', async () => {
    const { stream } = await bench().seeded(3);
    const answer = (await bench().bare.append({ stream, expected: 1n, events: [{}] })).getWrongExpectedVersion();
    expect([answer?.getCurrentRevision(), answer?.getExpectedRevision()]).toEqual(['2', '1']);
    expect([answer?.getCurrentRevision2060(), answer?.getExpectedRevision2060()].map(Number)).toEqual([2, 1]);
  });

  it('names each kind of expectation that failed', async () => {
    const { stream, events } = await bench().seeded(1);
    const known = { id: events[0]?.id as string };
    const noStream = (await bench().bare.append({ stream, expected: 'no_stream', events: [{}] })).getWrongExpectedVersion();
    expect(noStream?.hasExpectedNoStream()).toBe(true);
    const any = (await bench().bare.append({ stream, expected: 'any', events: [known, {}] })).getWrongExpectedVersion();
    expect([any?.hasExpectedAny(), any?.hasAny2060(), any?.getCurrentRevision()]).toEqual([true, true, '0']);
    const none = bench().stream();
    const exists = (await bench().bare.append({ stream: none, expected: 'stream_exists', events: [{}] })).getWrongExpectedVersion();
    expect([exists?.hasExpectedStreamExists(), exists?.hasStreamExists2060()]).toEqual([true, true]);
    expect([exists?.hasCurrentNoStream(), exists?.hasNoStream2060()]).toEqual([true, true]);
  });

  describe('without events', () => {
    const empty = (stream: string, expected: Parameters<ReturnType<typeof bench>['bare']['append']>[0]['expected']) =>
      bench().bare.append({ stream, expected, events: [] });

    it.each(['any', 'no_stream'] as const)('succeeds with %s on a stream that never was, and makes none', async (expected) => {
      const stream = bench().stream();
      const success = (await empty(stream, expected)).getSuccess();
      expect(success?.hasNoStream()).toBe(true);
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it.each(['any', 'stream_exists', 2n] as const)('succeeds with %s at the end of a stream, and tells its last revision', async (expected) => {
      const { stream } = await bench().seeded(3);
      expect((await empty(stream, expected)).getSuccess()?.getCurrentRevision()).toBe('2');
    });

    it.each(['no_stream', 1n, 9n] as const)('refuses %s elsewhere', async (expected) => {
      const { stream } = await bench().seeded(3);
      expect((await empty(stream, expected)).getWrongExpectedVersion()?.getCurrentRevision()).toBe('2');
    });

    it('refuses stream_exists on a stream that never was', async () => {
      expect((await empty(bench().stream(), 'stream_exists')).hasWrongExpectedVersion()).toBe(true);
    });
  });

  describe('events that cannot be stored', () => {
    it.each([
      ['an empty type', { type: '' }],
      ['an empty id', { id: '00000000-0000-0000-0000-000000000000' }],
      ['an id that is none', { id: 'first' }],
    ])('refuses %s, and stores nothing of the append', async (_, event) => {
      const stream = bench().stream();
      await expect(bench().bare.append({ stream, expected: 'any', events: [{}, event] })).rejects.toMatchObject({ code: expect.any(Number) });
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    });
  });

  it('refuses a tombstoned stream with the trailers of a deleted stream', async () => {
    const { stream } = await bench().seeded(1);
    await bench().client.tombstoneStream(stream);
    const refusal = await bench().bare.append({ stream, expected: 'any', events: [{}] }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: status.FAILED_PRECONDITION });
    expect(trailersOf(refusal)).toMatchObject({ exception: 'stream-deleted', 'stream-name': stream });
  });

  it('still names the fault of a stream whose name is not plain ASCII', async () => {
    const stream = bench().stream('Bücher 日本 😀');
    await bench().client.appendToStream(stream, note());
    await bench().client.tombstoneStream(stream);
    const refusal = await bench().bare.append({ stream, expected: 'any', events: [{}] }).catch((error: unknown) => error);
    expect(trailersOf(refusal)).toMatchObject({ exception: 'stream-deleted', 'stream-name': expect.any(String) });
    await expect(bench().client.appendToStream(stream, note())).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
  });

  describe('sizes', () => {
    const bytes = (size: number) => Buffer.alloc(size, 'x');
    const sized = (...sizes: number[]) => ({
      stream: bench().stream('size'),
      expected: 'any' as const,
      events: sizes.map((size) => ({ id: randomUUID(), contentType: 'application/octet-stream', data: bytes(size) })),
    });

    ownNode('takes one mebibyte of data in one event or in many', async () => {
      expect((await bench().bare.append(sized(mebibyte))).hasSuccess()).toBe(true);
      expect((await bench().bare.append(sized(mebibyte / 2, mebibyte / 2))).hasSuccess()).toBe(true);
    });

    ownNode('refuses a byte more, in one event or in many, and a message far beyond, and names the limit', async () => {
      for (const append of [sized(mebibyte + 1), sized(mebibyte / 2, mebibyte / 2, 1), sized(5 * mebibyte)]) {
        const refusal = await bench().bare.append(append).catch((error: unknown) => error);
        expect(refusal).toMatchObject({ code: status.INVALID_ARGUMENT });
        expect(trailersOf(refusal)).toMatchObject({ exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(mebibyte) });
        await expect(bench().read(append.stream)).rejects.toMatchObject({ type: 'stream-not-found' });
      }
    });

    ownNode('gives back a large event unchanged', async () => {
      const append = sized(mebibyte - 4096);
      await bench().bare.append(append);
      const [read] = await bench().bare.read({ stream: append.stream });
      expect(read?.kind === 'event' && read.event?.data.equals(append.events[0]?.data as Buffer)).toBe(true);
    });
  });
}

/** The trailers of a failed call as one object. */
export const trailersOf = (error: unknown): Record<string, unknown> => (error as { metadata: { getMap(): Record<string, unknown> } }).metadata.getMap();

import { randomUUID } from 'node:crypto';
import { MaximumAppendSizeExceeded, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { status } from '@grpc/grpc-js';
import type { WireBench } from './bench';
import { AppendWithDuration } from './duration-deadline';
import { nameOf } from './read-call';
import { ownNodeOnly, type WireTraits } from './subject';
import { textOfUuid } from './uuids';

const mebibyte = 1024 * 1024;

/** The append stream that one client shares among all its appends: one answer for each group, in the shapes its handler survives. */
export function batchAppendRules(bench: () => WireBench, traits: WireTraits): void {
  const ownNode = ownNodeOnly(traits, 'newer servers allow larger appends');
  const single = (stream: string, correlation = randomUUID()) => ({ correlation, stream, events: [{}], isFinal: true });
  const correlationOf = (answer: BatchAppendResp | undefined) => {
    const id = answer?.getCorrelationId();
    return id === undefined ? null : textOfUuid(id);
  };
  /** The error of an answer, after checking what the client's handler needs of every error. */
  const errorOf = (answer: BatchAppendResp, stream: string) => {
    const details = answer.getError()?.getDetails();
    if (details === undefined) throw new Error(`the answer for ${stream} carries no error details`);
    expect(answer.hasSuccess()).toBe(false);
    expect(nameOf(answer.getStreamIdentifier())).toBe(stream);
    return { code: answer.getError()?.getCode() as number, type: details.getTypeName(), details };
  };

  it('answers success with the revision and position of the last event, and the correlation id as it came', async () => {
    const [stream, call] = [bench().stream(), bench().bare.batchAppend()];
    call.send({ ...single(stream), events: [{}, {}] });
    call.send({ ...single(bench().stream()), hasStructuredCorrelation: true });
    const [first, second] = [await call.answer(0), await call.answer(1)];
    const last = (await bench().read(stream))[1]?.event;
    expect(first.getSuccess()?.getCurrentRevision()).toBe('1');
    expect(first.getSuccess()?.getPosition()?.toObject()).toEqual({
      commitPosition: String(last?.position?.commit),
      preparePosition: String(last?.position?.prepare),
    });
    expect([first, second].map((answer) => answer.getCorrelationId()?.hasStructured()).sort()).toEqual([false, true]);
  });

  it('answers each of many groups exactly once', async () => {
    const call = bench().bare.batchAppend();
    const correlations = Array.from({ length: 200 }, () => randomUUID());
    const streams = [bench().stream(), bench().stream(), bench().stream()];
    for (const [index, correlation] of correlations.entries()) call.send(single(streams[index % 3] as string, correlation));
    await call.until('all answers', ({ messages }) => messages.length >= correlations.length);
    // One more round trip: an answer too many would have come by then.
    call.send(single(bench().stream()));
    await call.until('the last answer', ({ messages }) => messages.length > correlations.length);
    expect(call.messages.slice(0, 200).map(correlationOf).sort()).toEqual([...correlations].sort());
    expect(call.messages).toHaveLength(201);
  });

  it('joins the chunks of a group, however they are mixed with those of others, and commits with the last', async () => {
    const call = bench().bare.batchAppend();
    const [one, other] = [bench().stream('one'), bench().stream('other')];
    const [a, b] = [randomUUID(), randomUUID()];
    call.send({ correlation: a, stream: one, expected: 'no_stream', events: [{}, {}], isFinal: false });
    call.send({ correlation: b, stream: other, expected: 'no_stream', events: [{}], isFinal: false });
    call.send({ correlation: a, events: [{}], isFinal: false });
    call.send(single(bench().stream()));
    await call.answer(0);
    await expect(bench().read(one)).rejects.toMatchObject({ type: 'stream-not-found' });
    call.send({ correlation: b, events: [{}], isFinal: true });
    call.send({ correlation: a, events: [], isFinal: true });
    await call.answer(2);
    await expect(bench().revisions(one)).resolves.toEqual([0, 1, 2]);
    await expect(bench().revisions(other)).resolves.toEqual([0, 1]);
  });

  it('takes what the official client cuts into several chunks', async () => {
    const { stream, events } = await bench().seeded(1);
    const more = Array.from({ length: 50 }, () => ({ ...(events[0] as (typeof events)[0]), id: randomUUID() }));
    await expect(bench().client.appendToStream(stream, more, { expectedRevision: 0n, batchAppendSize: 500 })).resolves.toMatchObject({ nextExpectedRevision: 50n });
  });

  it.each([
    ['any', 'hasExpectedAny'],
    ['no_stream', 'hasExpectedNoStream'],
    ['stream_exists', 'hasExpectedStreamExists'],
    [5n, 'hasExpectedStreamPosition'],
  ] as const)('names the expectation that failed: %s', async (expected, has) => {
    const { stream, events } = await bench().seeded(1);
    const call = bench().bare.batchAppend();
    const isAny = expected === 'any' || expected === 'stream_exists';
    call.send({ ...single(stream), expected, events: isAny ? [{ id: events[0]?.id as string }, {}] : [{}] });
    const { code, type, details } = errorOf(await call.answer(0), stream);
    const wrong = details.unpack((bytes) => WrongExpectedVersion.deserializeBinary(bytes), type);
    expect([code, type]).toEqual([status.ALREADY_EXISTS, 'event_store.client.WrongExpectedVersion']);
    expect([wrong?.[has](), wrong?.getCurrentStreamRevision()]).toEqual([true, '0']);
  });

  it('says that there is no stream where there is none', async () => {
    const [stream, call] = [bench().stream(), bench().bare.batchAppend()];
    call.send({ ...single(stream), expected: 0n });
    const { type, details } = errorOf(await call.answer(0), stream);
    expect(details.unpack((bytes) => WrongExpectedVersion.deserializeBinary(bytes), type)?.hasCurrentNoStream()).toBe(true);
  });

  it('answers a tombstoned stream as deleted', async () => {
    const { stream } = await bench().seeded(1);
    await bench().client.tombstoneStream(stream);
    const call = bench().bare.batchAppend();
    call.send(single(stream));
    expect(errorOf(await call.answer(0), stream)).toMatchObject({ code: status.NOT_FOUND, type: 'event_store.client.StreamDeleted' });
  });

  it('answers empty groups as the rules of revisions say', async () => {
    const { stream } = await bench().seeded(3);
    const none = bench().stream();
    const call = bench().bare.batchAppend();
    call.send({ ...single(none), events: [], expected: 'no_stream' });
    expect((await call.answer(0)).getSuccess()?.hasNoStream()).toBe(true);
    call.send({ ...single(stream), events: [], expected: 2n });
    expect((await call.answer(1)).getSuccess()?.getCurrentRevision()).toBe('2');
    call.send({ ...single(stream), events: [], expected: 'no_stream' });
    expect(errorOf(await call.answer(2), stream).type).toBe('event_store.client.WrongExpectedVersion');
  });

  describe('deadlines', () => {
    const timeout = { code: status.DEADLINE_EXCEEDED, type: 'event_store.client.Timeout' };

    it('answers a deadline that has passed as a timeout, and stores nothing', async () => {
      const [stream, call] = [bench().stream(), bench().bare.batchAppend()];
      call.send({ ...single(stream), deadline: new Date(Date.now() - 60_000) });
      expect(errorOf(await call.answer(0), stream)).toMatchObject(timeout);
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it('answers a timeout when the last chunk does not come before the deadline', async () => {
      const [stream, call] = [bench().stream(), bench().bare.batchAppend()];
      call.send({ ...single(stream), deadline: new Date(Date.now() + 200), isFinal: false });
      expect(errorOf(await call.answer(0), stream)).toMatchObject(timeout);
      call.send(single(bench().stream()));
      expect((await call.answer(1)).hasSuccess()).toBe(true);
      await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it('waits two seconds at most for the last chunk, without a deadline or with a later one', async () => {
      const call = bench().bare.batchAppend();
      const [without, late] = [bench().stream(), bench().stream()];
      call.send({ ...single(without), isFinal: false });
      call.send({ ...single(late), deadline: new Date(Date.now() + 3_600_000), isFinal: false });
      const answers = [await call.answer(0), await call.answer(1)];
      const byStream = new Map(answers.map((answer) => [nameOf(answer.getStreamIdentifier()), answer]));
      for (const stream of [without, late]) expect(errorOf(byStream.get(stream) as BatchAppendResp, stream)).toMatchObject(timeout);
    });

    it('takes a deadline as a duration, as newer clients send it', async () => {
      const [stream, late] = [bench().stream(), bench().stream()];
      const call = bench().bare.batchAppend();
      call.sendRequest(new AppendWithDuration(single(stream), 10));
      expect((await call.answer(0)).getSuccess()?.getCurrentRevision()).toBe('0');
      call.sendRequest(new AppendWithDuration(single(late), 0));
      expect(errorOf(await call.answer(1), late)).toMatchObject(timeout);
    });
  });

  ownNode('refuses a group over one mebibyte once, ignores the rest of it, and goes on', async () => {
    const [stream, call, correlation] = [bench().stream(), bench().bare.batchAppend(), randomUUID()];
    const half = { contentType: 'application/octet-stream', data: Buffer.alloc(mebibyte / 2 + 1) };
    call.send({ correlation, stream, events: [half], isFinal: false });
    call.send({ correlation, events: [half], isFinal: false });
    call.send({ correlation, events: [half], isFinal: true });
    call.send(single(bench().stream()));
    const { code, type, details } = errorOf(await call.answer(0), stream);
    expect([code, type]).toEqual([status.INVALID_ARGUMENT, 'event_store.client.MaximumAppendSizeExceeded']);
    expect(details.unpack((bytes) => MaximumAppendSizeExceeded.deserializeBinary(bytes), type)?.getMaxappendsize()).toBe(mebibyte);
    expect((await call.answer(1)).hasSuccess()).toBe(true);
    call.send(single(bench().stream()));
    expect((await call.answer(2)).hasSuccess()).toBe(true);
    await expect(bench().read(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  ownNode('tells the official client the limit it went over', async () => {
    const event = { id: randomUUID(), type: 'Large', contentType: 'application/octet-stream' as const, data: new Uint8Array(5 * mebibyte), metadata: undefined };
    const append = bench().client.appendToStream(bench().stream(), event);
    await expect(append).rejects.toMatchObject({ type: 'maximum-append-size-exceeded', maxAppendSize: mebibyte });
  });

  it('answers a group without a stream as a bad request', async () => {
    const call = bench().bare.batchAppend();
    call.send({ correlation: randomUUID(), events: [{}], isFinal: true });
    call.send(single(bench().stream()));
    const first = await call.answer(0);
    expect(first.getError()?.getCode()).toBe(status.INVALID_ARGUMENT);
    expect((await call.answer(1)).hasSuccess()).toBe(true);
  });
}

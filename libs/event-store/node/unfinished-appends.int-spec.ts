import { randomUUID } from 'node:crypto';
import { status, type ClientWritableStream, type ServiceError } from '@grpc/grpc-js';
import { jsonEvent } from '@eventstore/db-client';
import type { AppendReq } from '@eventstore/db-client/generated/streams_pb';
import { BareStubs } from '../conformance/wire/bare-stubs';
import { appendRequests, type EventOf } from '../conformance/wire/write-calls';
import { scratchNode, type ScratchNode } from './testing/scratch-node';

/** Its data is next to nothing, so that only its metadata can count. */
const large: EventOf = { contentType: 'application/octet-stream', data: '', metadata: Buffer.alloc(15_000_000) };

describe('appends that never end', () => {
  let scratch: ScratchNode;
  let stubs: BareStubs;

  beforeAll(async () => {
    scratch = await scratchNode();
    stubs = new BareStubs({ connectionString: scratch.node.connectionString, host: scratch.node.host, port: scratch.node.port, dispose: () => Promise.resolve() });
  });
  afterAll(async () => {
    stubs.close();
    expect(scratch.troubles).toEqual([]);
    await scratch.remove();
  });

  /** Sends events and does not end the call. */
  function begin(events: readonly EventOf[]): { readonly call: ClientWritableStream<AppendReq>; readonly failed: Promise<ServiceError> } {
    const begun: { call?: ClientWritableStream<AppendReq> } = {};
    const failed = new Promise<ServiceError>((fail) => {
      begun.call = stubs.streams.append((error) => error !== null && fail(error));
    });
    const { call } = begun;
    if (call === undefined) throw new Error('the call has not begun');
    call.on('error', () => undefined);
    for (const request of appendRequests({ stream: `half-${randomUUID()}`, expected: 'any', events })) call.write(request);
    return { call, failed };
  }

  it('holds one of them to the size of a record, metadata included', async () => {
    expect(await begin([large, large]).failed).toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('answers one whose last chunk comes too late only once: a second answer ends the process of the official client', async () => {
    const [call, correlation] = [stubs.batchAppend(), randomUUID()];
    call.send({ correlation, stream: 'late', events: [], isFinal: false });
    expect((await call.answer(0)).getError()?.getCode()).toBe(status.DEADLINE_EXCEEDED);
    call.send({ correlation, events: [{}], isFinal: true });
    const next = randomUUID();
    call.send({ correlation: next, stream: 'next', events: [{}], isFinal: true });
    expect((await call.answer(1)).getCorrelationId()?.getString()).toBe(next);
    expect((await call.answer(1)).hasSuccess()).toBe(true);
  });

  it('refuses more than it has room for over all calls, and has the room again once they are gone', async () => {
    const twelve = Array.from({ length: 12 }, () => begin([large]));
    const refusal = await Promise.race(twelve.map(({ failed }) => failed));
    expect(refusal).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    for (const { call } of twelve) call.cancel();
    await Promise.all(twelve.map(({ failed }) => failed));
    // Each of them holds more than what eight of them leave, and the node hears of the last ends only after this asks.
    const filling = jsonEvent({ type: 'Noted', data: {}, metadata: { text: 'x'.repeat(14_000_000) } });
    const outcomes: string[] = [];
    while (outcomes.length < 20 && !outcomes.includes('written')) {
      outcomes.push(await scratch.client().appendToStream('whole', [filling], { credentials: { username: 'a', password: 'b' } }).then(() => 'written', (error: Error) => error.message));
    }
    expect(outcomes).toContain('written');
  });
});

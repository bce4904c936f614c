import { BACKWARDS, jsonEvent, END, START } from '@eventstore/db-client';
import { scratchNode, type ScratchNode } from './testing/scratch-node';

describe('a node, through the official client', () => {
  let scratch: ScratchNode;

  beforeAll(async () => {
    scratch = await scratchNode();
  });
  afterAll(() => scratch.remove());

  it('appends over the batch stream and over the classic call, and reads both back', async () => {
    const client = scratch.client();
    const first = await client.appendToStream('orders-1', [jsonEvent({ type: 'Placed', data: { n: 1 }, metadata: { by: 'me' } })]);
    const second = await client.appendToStream('orders-1', [jsonEvent({ type: 'Paid', data: { n: 2 } })], {
      expectedRevision: first.nextExpectedRevision,
      credentials: { username: 'admin', password: 'changeit' },
    });
    expect(second.nextExpectedRevision).toBe(1n);
    expect(second.position?.commit).toBeGreaterThan(first.position?.commit ?? 0n);
    const read = [];
    for await (const { event } of client.readStream('orders-1')) read.push([event?.type, event?.data, event?.metadata, event?.revision]);
    expect(read).toEqual([
      ['Placed', { n: 1 }, { by: 'me' }, 0n],
      ['Paid', { n: 2 }, undefined, 1n],
    ]);
    const backwards = [];
    for await (const { event } of client.readStream('orders-1', { direction: BACKWARDS, fromRevision: END, maxCount: 1 })) backwards.push(event?.type);
    expect(backwards).toEqual(['Paid']);
  });

  it('reads $all and follows it live', async () => {
    const client = scratch.client();
    const { position } = await client.appendToStream('follow-1', [jsonEvent({ type: 'One', data: {} })]);
    const all = [];
    for await (const { event } of client.readAll()) all.push(event?.position.commit);
    expect(all.at(-1)).toBe(position?.commit);
    const seen: string[] = [];
    const subscription = client.subscribeToAll({ fromPosition: START });
    const live = new Promise<void>((caughtUp) => subscription.once('caughtUp', caughtUp));
    const found = (async () => {
      for await (const { event } of subscription) {
        seen.push(event?.type ?? '');
        if (event?.type === 'Two') return;
      }
    })();
    await live;
    expect(seen.at(-1)).toBe('One');
    await client.appendToStream('follow-1', [jsonEvent({ type: 'Two', data: {} })]);
    await found;
  });
});

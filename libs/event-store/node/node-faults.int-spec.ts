import { jsonEvent, START, streamNameFilter } from '@eventstore/db-client';
import { positionNumber, positionStride } from '../embedded/position';
import { scratchNode, type ScratchNode } from './testing/scratch-node';

const event = (n: number) => jsonEvent({ type: 'Noted', data: { n } });

describe('a node that is treated badly', () => {
  let scratch: ScratchNode;

  beforeAll(async () => {
    scratch = await scratchNode();
  });
  afterAll(async () => {
    expect(scratch.troubles).toEqual([]);
    await scratch.remove();
  });

  it('stops a regular expression that would not end, and goes on answering others meanwhile', async () => {
    const [attacker, other] = [scratch.client(), scratch.client()];
    await other.appendToStream(`${'a'.repeat(60)}!`, [event(0)]);
    const attacks = ['^(a+)+$', '^(a|aa)+$', '^(a+)*$'].map(async (regex) => {
      const subscription = attacker.subscribeToAll({ fromPosition: START, filter: streamNameFilter({ regex }) });
      return new Promise<Error>((failed) => subscription.on('error', failed).resume());
    });
    const waits: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const begun = performance.now();
      await other.appendToStream('meanwhile', [event(n)]);
      waits.push(performance.now() - begun);
    }
    for (const attack of attacks) expect((await attack).message).toContain('takes too long');
    // Three attacks of at most 150 ms each, were they all to fall into one wait, and room for a busy machine.
    expect(Math.max(...waits)).toBeLessThan(2_000);
  });

  it('keeps little for a client that does not read, and gives it everything once it does', async () => {
    const client = scratch.client();
    const large = { text: 'x'.repeat(50_000) };
    for (let n = 0; n < 40; n += 1) {
      await client.appendToStream('slow', Array.from({ length: 10 }, () => jsonEvent({ type: 'Large', data: large })));
    }
    const before = process.memoryUsage().rss;
    // All of it in memory would be 800 MB.
    const slow = Array.from({ length: 40 }, () => scratch.client().readStream('slow'));
    for (let n = 0; n < 20; n += 1) await client.appendToStream('meanwhile', [event(n)]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    let count = 0;
    for await (const { event: read } of slow[0] ?? []) count += read?.type === 'Large' ? 1 : 0;
    expect(count).toBe(400);
  });

  it('lets a flood of appends wait, loses none, and lets the owner write between them', async () => {
    const client = scratch.client();
    const flood = Promise.all(Array.from({ length: 2_000 }, (_, n) => client.appendToStream(`flood-${n % 50}`, [event(n)])));
    const ahead: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const before = positionNumber(scratch.log.head());
      const own = { id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, type: 'Own', data: '{}', metadata: '' };
      const outcome = await scratch.log.write({ kind: 'append', stream: 'owner', expected: 'any', events: [own] });
      ahead.push(outcome.kind === 'written' ? ((outcome.number ?? 0) - before) / positionStride : Number.NaN);
    }
    expect((await flood).every(({ success }) => success)).toBe(true);
    // The node has at most 64 writes on their way: no more of the flood can come before a write of the owner.
    expect(Math.max(...ahead)).toBeLessThanOrEqual(65);
  });
});

describe('a node that closes', () => {
  it('ends open subscriptions with CANCELLED', async () => {
    const scratch = await scratchNode();
    const subscription = scratch.client().subscribeToAll();
    const ended = new Promise<Error>((failed) => subscription.on('error', failed).resume());
    await new Promise<void>((caughtUp) => subscription.once('caughtUp', () => caughtUp()));
    await scratch.node.close();
    expect(await ended).toMatchObject({ type: 'cancelled' });
    await expect(scratch.node.closed).resolves.toBeUndefined();
    await scratch.remove();
  });
});

describe('a node beside the ledger', () => {
  it('has nothing of its own in the log, shows Daybook\'s streams and refuses to write to them', async () => {
    const scratch = await scratchNode({ protectOwnStreams: true });
    const client = scratch.client();
    for await (const { event: found } of client.readAll()) throw new Error(`it holds ${found?.streamId}`);
    await scratch.log.append('sale-1', 'no_stream', [{ id: '00000000-0000-4000-8000-000000000001', type: 'SaleClosed', data: '{}', metadata: '{}' }]);
    const denied = { type: 'access-denied' };
    await expect(client.appendToStream('sale-1', [event(1)])).rejects.toMatchObject(denied);
    await expect(client.appendToStream('ledger-identity', [event(1)], { credentials: { username: 'a', password: 'b' } })).rejects.toMatchObject(denied);
    await expect(client.deleteStream('sale-1')).rejects.toMatchObject(denied);
    await expect(client.tombstoneStream('invoices-2026')).rejects.toMatchObject(denied);
    await expect(client.setStreamMetadata('sale-1', { maxCount: 1 })).rejects.toMatchObject(denied);
    await expect(client.appendToStream('$settings', [event(1)])).rejects.toMatchObject(denied);
    await expect(client.appendToStream('other-1', [event(1)])).resolves.toMatchObject({ success: true });
    const seen = [];
    for await (const { event: found } of client.readStream('sale-1')) seen.push(found?.type);
    expect(seen).toEqual(['SaleClosed']);
    await scratch.remove();
  });
});

it('says where it cannot listen', async () => {
  const scratch = await scratchNode();
  await expect(scratchNode({ port: scratch.node.port })).rejects.toThrow(`127.0.0.1:${scratch.node.port}`);
  await scratch.remove();
});

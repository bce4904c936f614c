import { randomUUID } from 'node:crypto';
import {
  KurrentDBClient,
  binaryEvent,
  eventTypeFilter,
  jsonEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  streamNameFilter,
  type JSONEventData,
} from '@kurrent/kurrentdb-client';
import { openEmbeddedStore, type EmbeddedStore } from '../../embedded';
import { scratchLog } from '../../embedded/testing/scratch-log';
import { startNode, type RunningNode } from '../../node';
// Nothing here may load the older client: both put their messages at the same place in the process, and break each other.
import { collected } from '../subject';

const noted = (text: string, type = 'Noted'): JSONEventData => jsonEvent({ type, data: { text }, metadata: { actor: 'Zoë' } });

/** The successor of the official client reads through a bridge of its own; this shows that the node serves it as well. */
describe('the node and the KurrentDB client', () => {
  let log: Awaited<ReturnType<typeof scratchLog>>;
  let store: EmbeddedStore;
  let node: RunningNode;
  let client: KurrentDBClient;
  const newStream = () => `kurrent-${randomUUID()}`;
  const revisions = async (...read: Parameters<KurrentDBClient['readStream']>) =>
    (await collected(client.readStream(...read))).map(({ event }) => Number(event?.revision));

  beforeAll(async () => {
    log = await scratchLog();
    store = await openEmbeddedStore({ file: log.file });
    node = await startNode({ log: store, port: 0 });
    client = KurrentDBClient.connectionString(`kurrentdb://${node.host}:${node.port}?tls=false`);
  });

  afterAll(async () => {
    await client.dispose();
    await node.close();
    await store.close();
    await log.remove();
  });

  it('appends, and is refused, at exact revisions', async () => {
    const stream = newStream();
    const events = [noted('one'), noted('two')];
    const first = await client.appendToStream(stream, events, { streamState: 'no_stream' });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(client.appendToStream(stream, events, { streamState: 'no_stream' })).resolves.toEqual(first);
    await expect(client.appendToStream(stream, noted('three'), { streamState: 0n })).rejects.toMatchObject({ type: 'wrong-expected-version' });
    await expect(client.appendToStream(stream, noted('three'), { streamState: 1n })).resolves.toMatchObject({ nextExpectedRevision: 2n });
  });

  it('reads a stream in both directions with all its content', async () => {
    const stream = newStream();
    const bytes = Buffer.from([0, 1, 254, 255]);
    await client.appendToStream(stream, [noted('Grüße 日本 😀'), binaryEvent({ type: 'Bytes', data: bytes })]);
    const [first, second] = (await collected(client.readStream(stream))).map(({ event }) => event);
    expect(first).toMatchObject({ streamId: stream, type: 'Noted', isJson: true, revision: 0n, data: { text: 'Grüße 日本 😀' }, metadata: { actor: 'Zoë' } });
    expect(second?.isJson).toBe(false);
    expect(Buffer.from(second?.data as Uint8Array).equals(bytes)).toBe(true);
    expect(first?.created.getFullYear()).toBeGreaterThan(2000);
    await expect(revisions(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 })).resolves.toEqual([1]);
    await expect(revisions(stream, { fromRevision: 1n })).resolves.toEqual([1]);
  });

  it('reads the whole log from a position', async () => {
    const stream = newStream();
    const result = await client.appendToStream(stream, noted('here'));
    await client.appendToStream(stream, noted('there'));
    const from = result.position as { commit: bigint; prepare: bigint };
    const log = await collected(client.readAll({ fromPosition: from }));
    expect(log.map(({ event }) => event?.revision)).toEqual([0n, 1n]);
    expect(log[0]?.event?.position).toEqual(from);
    const before = await collected(client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 }));
    expect(before.map(({ event }) => event?.revision)).toEqual([1n, 0n]);
  });

  it('reads the whole log through filters of the server', async () => {
    const [one, other] = [newStream(), newStream()];
    const type = `Type${randomUUID().slice(0, 8)}`;
    await client.appendToStream(one, [noted('a', `${type}A`), noted('b', `${type}B`)]);
    await client.appendToStream(other, [noted('c', `${type}A`)]);
    const filtered = async (filter: NonNullable<NonNullable<Parameters<typeof client.readAll>[0]>['filter']>) =>
      (await collected(client.readAll({ filter }))).map(({ event }) => `${event?.streamId} ${event?.type.replace(type, '')}`);
    await expect(filtered(streamNameFilter({ prefixes: [one] }))).resolves.toEqual([`${one} A`, `${one} B`]);
    await expect(filtered(eventTypeFilter({ prefixes: [`${type}A`] }))).resolves.toEqual([`${one} A`, `${other} A`]);
    await expect(filtered(eventTypeFilter({ regex: `${type}[BC]$` }))).resolves.toEqual([`${one} B`]);
    await expect(filtered(streamNameFilter({ regex: `${other}` }))).resolves.toEqual([`${other} A`]);
  });

  it.each(['stream', 'log'] as const)('follows a %s from the past into the present', async (what) => {
    const stream = newStream();
    await client.appendToStream(stream, [noted('one'), noted('two')]);
    const filter = streamNameFilter({ prefixes: [stream] });
    const subscription = what === 'stream' ? client.subscribeToStream(stream) : client.subscribeToAll({ filter });
    subscription.on('caughtUp', () => void client.appendToStream(stream, noted('three')));
    const seen: unknown[] = [];
    for await (const { event } of subscription) {
      seen.push(event?.data);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([{ text: 'one' }, { text: 'two' }, { text: 'three' }]);
    await subscription.unsubscribe();
  });

  it('deletes a stream, begins it again, and ends it', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [noted('one'), noted('two')]);
    await client.deleteStream(stream, { expectedRevision: 1n });
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(client.appendToStream(stream, noted('three'), { streamState: 'no_stream' })).resolves.toMatchObject({ nextExpectedRevision: 2n });
    await expect(revisions(stream)).resolves.toEqual([2]);
    await client.tombstoneStream(stream);
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.appendToStream(stream, noted('four'))).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  it('sets metadata and reads by it', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [noted('one'), noted('two'), noted('three')]);
    await client.setStreamMetadata(stream, { maxCount: 2, owner: 'finance' });
    await expect(client.getStreamMetadata(stream)).resolves.toMatchObject({ metadata: { maxCount: 2, owner: 'finance' } });
    await expect(revisions(stream)).resolves.toEqual([1, 2]);
  });

  it('works through a group of a persistent subscription', async () => {
    const [stream, group] = [newStream(), 'workers'];
    await client.appendToStream(stream, [noted('one'), noted('two')]);
    await client.createPersistentSubscriptionToStream(stream, group, persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: 'start' }));
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group);
    const seen: unknown[] = [];
    for await (const resolved of subscription) {
      seen.push(resolved.event?.data);
      await subscription.ack(resolved);
      if (seen.length === 1) await client.appendToStream(stream, noted('three'));
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([{ text: 'one' }, { text: 'two' }, { text: 'three' }]);
    await expect(client.getPersistentSubscriptionToStreamInfo(stream, group)).resolves.toMatchObject({ eventSource: stream, groupName: group });
    await client.deletePersistentSubscriptionToStream(stream, group);
  });
});

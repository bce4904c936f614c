import {
  persistentSubscriptionToStreamSettingsFromDefaults as settings,
  START,
  type EventStoreDBClient,
  type PersistentSubscriptionToStreamSettings,
} from '@eventstore/db-client';
import { eventually } from '../../testing/eventually';
import { acknowledge, append, Consumer, GroupNode, type Handling } from './testing/group-node';

describe('consuming a stream through a group', () => {
  let node: GroupNode;
  let client: EventStoreDBClient;
  let next = 0;
  let stream = '';

  beforeAll(async () => {
    node = await GroupNode.start();
    client = node.client();
  });
  beforeEach(() => {
    stream = `orders-${next++}`;
  });
  afterAll(async () => {
    await node.remove();
    expect(node.troubles).toEqual([]);
  });

  const create = (changes: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
    client.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: START, ...changes }));
  const consume = (handling?: Handling, bufferSize = 10, through = client) =>
    new Consumer(through.subscribeToPersistentSubscriptionToStream(stream, 'g', { bufferSize }), handling);
  const info = () => client.getPersistentSubscriptionToStreamInfo(stream, 'g');
  const parkedCount = async () => (await info()).stats.parkedMessageCount;

  it('gives what stands in the stream, then what is added, and confirms with the name of the group', async () => {
    const before = await append(client, stream, 30);
    await create();
    const consumer = consume(acknowledge);
    await consumer.got(30);
    const after = await append(client, stream, 5);
    await consumer.got(35);
    expect(consumer.places).toEqual([...before, ...after]);
    expect(consumer.subscription.id).toBe(`${stream}::g`);
    expect(new Set(consumer.retryCounts)).toEqual(new Set([0]));
    await consumer.stop();
  });

  it('begins at a revision, or at the end', async () => {
    await append(client, stream, 5);
    await create({ startFrom: 3n });
    await client.createPersistentSubscriptionToStream(stream, 'from the end', settings());
    const after = await append(client, stream, 2);
    const [middle, end] = [consume(acknowledge), new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'from the end'), acknowledge)];
    await Promise.all([middle.got(4), end.got(2)]);
    expect(middle.places).toEqual([`${stream}@3`, `${stream}@4`, ...after]);
    expect(end.places).toEqual(after);
    await Promise.all([middle.stop(), end.stop()]);
  });

  it('sends no more than the client takes unanswered', async () => {
    await append(client, stream, 20);
    await create();
    const consumer = consume(undefined, 3);
    await consumer.got(3);
    const { stats, connections } = await info();
    expect(stats).toMatchObject({ totalInFlightMessages: 3, outstandingMessagesCount: 3 });
    expect(connections).toMatchObject([{ availableSlots: 0, inFlightMessages: 3, totalItems: 3n }]);
    const [first] = consumer.events;
    if (first === undefined) throw new Error('nothing came');
    await consumer.subscription.ack(first);
    await consumer.got(4);
    await consumer.stop();
  });

  it('parks, skips and retries as it is told, and does nothing on stop', async () => {
    await append(client, stream, 4);
    await create();
    const actions = ['park', 'skip', 'retry', 'stop'] as const;
    const consumer = consume((event, subscription) => {
      const action = event.retryCount === 0 ? actions[Number(event.event?.revision)] : undefined;
      return action === undefined ? subscription.ack(event) : subscription.nack(action, `because of ${action}`, event);
    });
    await consumer.got(5);
    expect(consumer.places).toEqual([0, 1, 2, 3, 2].map((revision) => `${stream}@${revision}`));
    expect(consumer.retryCounts).toEqual([0, 0, 0, 0, 1]);
    await eventually(parkedCount, (count) => count === 1n);
    expect((await info()).stats.outstandingMessagesCount).toBe(1);
    const parked = [];
    for await (const { event } of client.readStream(`$persistentsubscription-${stream}::g-parked`)) parked.push(event);
    expect(parked).toMatchObject([{ type: '$>', isJson: false }]);
    expect(Buffer.from(parked[0]?.data as Uint8Array).toString()).toBe(`0@${stream}`);
    const metadata = parked[0]?.metadata as Uint8Array | Readonly<Record<string, unknown>>;
    const read: unknown = metadata instanceof Uint8Array ? JSON.parse(Buffer.from(metadata).toString()) : metadata;
    expect(read).toMatchObject({ reason: "Client explicitly NAK'ed message.\nbecause of park", subscriptionEventNumber: 0, added: expect.stringMatching(/^\d{4}-/) });
    await consumer.stop();
  });

  it('sends again what is not answered in time, then parks it, and brings parked events back on request', async () => {
    await append(client, stream, 3);
    await create({ messageTimeout: 50, maxRetryCount: 2 });
    const silent = consume();
    await eventually(parkedCount, (count) => count === 3n);
    expect(silent.places.filter((place) => place === `${stream}@0`)).toHaveLength(3);
    expect(silent.retryCounts).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    await silent.stop();

    await client.replayParkedMessagesToStream(stream, 'g', { stopAt: 2 });
    const consumer = consume(acknowledge);
    await consumer.got(2);
    expect(consumer.places).toEqual([`${stream}@0`, `${stream}@1`]);
    expect(consumer.events.map(({ link }) => link?.streamId)).toEqual(Array(2).fill(`$persistentsubscription-${stream}::g-parked`));
    expect(await parkedCount()).toBe(1n);
    await client.replayParkedMessagesToStream(stream, 'g');
    await consumer.got(3);
    expect(await parkedCount()).toBe(0n);
    const readable = async () => {
      let count = 0;
      for await (const _ of client.readStream(`$persistentsubscription-${stream}::g-parked`)) count += 1;
      return count;
    };
    await eventually(readable, (count) => count === 0);
    await consumer.stop();
  });

  it('shares the events among competing consumers, and gives on what one leaves behind', async () => {
    const places = await append(client, stream, 40);
    await create();
    const leaver = consume(undefined, 5);
    await leaver.got(5);
    const [one, other] = [consume(acknowledge), consume(acknowledge, 10, node.client())];
    await Promise.all([one.got(1), other.got(1)]);
    await leaver.stop();
    await eventually(() => one.places.length + other.places.length, (count) => count >= 40);
    expect([...one.places, ...other.places].sort()).toEqual([...places].sort());
  });

  it('fills one consumer before the next with DispatchToSingle', async () => {
    await create({ consumerStrategyName: 'DispatchToSingle' });
    const [one, other] = [consume(undefined, 4), consume(undefined, 4)];
    await eventually(info, ({ connections }) => connections.length === 2);
    await append(client, stream, 6);
    await eventually(() => one.events.length + other.events.length, (count) => count === 6);
    expect([one.events.length, other.events.length].sort()).toEqual([2, 4]);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('keeps one stream with one consumer with Pinned, and follows links to find its name', async () => {
    const sources = Array.from({ length: 12 }, (_, index) => `${stream}-source${index}`);
    for (const source of sources) await append(client, source, 3);
    const links = [0, 1, 2].flatMap((revision) => sources.map((source) => ({ revision, source })));
    await client.appendToStream(
      stream,
      links.map(({ revision, source }) => ({
        id: crypto.randomUUID(),
        type: '$>',
        contentType: 'application/octet-stream' as const,
        data: Buffer.from(`${revision}@${source}`),
        metadata: undefined,
      })),
    );
    await create({ consumerStrategyName: 'Pinned', resolveLinkTos: true });
    // Nobody answers before both are there, so that both get a share.
    const [one, other] = [consume(undefined, 20), consume(undefined, 20)];
    await eventually(() => one.events.length + other.events.length, (count) => count >= 20);
    await eventually(info, ({ connections }) => connections.length === 2);
    for (const consumer of [one, other]) {
      consumer.subscription.on('data', (event) => void consumer.subscription.ack(event));
      if (consumer.events.length > 0) await consumer.subscription.ack(...consumer.events);
    }
    await eventually(() => one.events.length + other.events.length, (count) => count >= 36);
    expect([...one.places, ...other.places].sort()).toEqual(links.map(({ revision, source }) => `${source}@${revision}`).sort());
    expect([...one.events, ...other.events].every(({ link }) => link?.streamId === stream)).toBe(true);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('gives a link alone when it leads nowhere', async () => {
    await client.appendToStream(stream, {
      id: crypto.randomUUID(),
      type: '$>',
      contentType: 'application/octet-stream',
      data: Buffer.from('7@nowhere'),
      metadata: undefined,
    });
    await create({ resolveLinkTos: true });
    const consumer = consume(acknowledge);
    await consumer.got(1);
    expect(consumer.events.map(({ event, link }) => [event, link?.streamId])).toEqual([[undefined, stream]]);
    await eventually(info, ({ stats }) => stats.outstandingMessagesCount === 0);
    await consumer.stop();
  });

  it('keeps no more than its buffer of what a slow consumer has not taken', async () => {
    await append(client, stream, 300);
    await create({ historyBufferSize: 30, readBatchSize: 10 });
    const consumer = consume(undefined, 1);
    await consumer.got(1);
    const { stats } = await eventually(info, ({ stats: { readBufferCount } }) => readBufferCount > 10);
    expect(stats.readBufferCount).toBeLessThanOrEqual(30);
    await consumer.stop();
  });
});

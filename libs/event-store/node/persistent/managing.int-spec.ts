import {
  END,
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as settings,
  START,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { eventually } from '../../testing/eventually';
import { acknowledge, append, Consumer, GroupNode } from './testing/group-node';

describe('managing groups', () => {
  let node: GroupNode;
  let client: EventStoreDBClient;
  let next = 0;
  let stream = '';

  beforeAll(async () => {
    node = await GroupNode.start();
    client = node.client('&connectionName=spec');
  });
  beforeEach(() => {
    stream = `orders-${next++}`;
  });
  afterAll(async () => {
    await node.remove();
    expect(node.troubles).toEqual([]);
  });

  const create = () => client.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: START }));
  const missing = () => ({ type: 'persistent-subscription-does-not-exist', streamName: stream, groupName: 'g', code: 5 });

  it('makes a group once', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ type: 'persistent-subscription-exists', streamName: stream, groupName: 'g', code: 6 });
  });

  it('says of a group that does not exist that it does not, whatever is asked', async () => {
    const reader = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'));
    await expect(reader.ended).resolves.toMatchObject(missing());
    await expect(client.updatePersistentSubscriptionToStream(stream, 'g', settings())).rejects.toMatchObject(missing());
    await expect(client.deletePersistentSubscriptionToStream(stream, 'g')).rejects.toMatchObject(missing());
    await expect(client.getPersistentSubscriptionToStreamInfo(stream, 'g')).rejects.toMatchObject(missing());
    await expect(client.replayParkedMessagesToStream(stream, 'g')).rejects.toMatchObject(missing());
    await expect(client.listPersistentSubscriptionsToStream(stream)).rejects.toMatchObject({ ...missing(), groupName: '' });
    await expect(client.deletePersistentSubscriptionToAll('g')).rejects.toMatchObject({ ...missing(), streamName: '$all' });
  });

  it('refuses settings that cannot be, and says why', async () => {
    const failed = (reason: RegExp) => ({ type: 'persistent-subscription-failed', groupName: 'g', code: 13, reason: expect.stringMatching(reason) });
    const attempt = (changes: Parameters<typeof settings>[0]) => client.createPersistentSubscriptionToStream(stream, 'g', settings(changes));
    await expect(attempt({ readBatchSize: 500 })).rejects.toMatchObject(failed(/readBatchSize/));
    await expect(attempt({ historyBufferSize: 0 })).rejects.toMatchObject(failed(/historyBufferSize/));
    await expect(client.createPersistentSubscriptionToStream('$all', 'g', settings())).rejects.toMatchObject(failed(/\$all/));
    const beyond = allSettings({ startFrom: { commit: 10n ** 12n, prepare: 10n ** 12n } });
    await expect(client.createPersistentSubscriptionToAll('g', beyond)).rejects.toMatchObject(failed(/last commit position/));
    const twisted = allSettings({ startFrom: { commit: 0n, prepare: 100n } });
    await expect(client.createPersistentSubscriptionToAll('g', twisted)).rejects.toMatchObject(failed(/prepare position/));
    await expect(client.createPersistentSubscriptionToAll('g', allSettings(), { filter: { filterOn: 'streamName', regex: '(', checkpointInterval: 1 } })).rejects.toThrow();
    await expect(client.getPersistentSubscriptionToAllInfo('g')).rejects.toMatchObject({ type: 'persistent-subscription-does-not-exist' });
  });

  it('tells everything about a group, with how long its consumers take', async () => {
    const position = { commit: 100n, prepare: 100n };
    await append(client, stream, 30);
    const chosen = settings({
      startFrom: 2n,
      extraStatistics: true,
      messageTimeout: 12_345,
      maxRetryCount: 3,
      checkPointAfter: 1,
      checkPointLowerBound: 1,
      checkPointUpperBound: 20,
      maxSubscriberCount: 7,
      liveBufferSize: 99,
      readBatchSize: 11,
      historyBufferSize: 77,
      consumerStrategyName: 'DispatchToSingle',
    });
    await client.createPersistentSubscriptionToStream(stream, 'g', chosen);
    const consumer = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'), acknowledge);
    await consumer.got(28);
    const ask = () => client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    const told = await eventually(ask, ({ stats }) => stats.lastCheckpointedEventRevision === 29n);
    expect(told).toMatchObject({ eventSource: stream, groupName: 'g', status: 'Live', settings: chosen });
    expect(told.stats).toMatchObject({ totalItems: 28n, lastKnownEventRevision: 29n, parkedMessageCount: 0n, retryBufferCount: 0 });
    expect(told.connections).toMatchObject([{ username: 'anonymous', connectionName: 'spec', totalItems: 28n, availableSlots: 10 }]);
    expect(told.connections[0]?.extraStatistics?.has('quintile 3')).toBe(true);
    await consumer.stop();
    await client.createPersistentSubscriptionToAll('g', allSettings({ startFrom: position }));
    expect(await client.getPersistentSubscriptionToAllInfo('g')).toMatchObject({ eventSource: '$all', settings: { startFrom: position } });
    await client.deletePersistentSubscriptionToAll('g');
  });

  it('tells the start, the end, and that nothing was checkpointed', async () => {
    await create();
    await client.createPersistentSubscriptionToStream(stream, 'end', settings());
    await client.createPersistentSubscriptionToAll('start', allSettings({ startFrom: START }));
    await client.createPersistentSubscriptionToAll('end', allSettings({ startFrom: END }));
    const one = await client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    expect(one.settings.startFrom).toBe(START);
    expect(one.stats.lastCheckpointedEventRevision).toBeUndefined();
    expect((await client.getPersistentSubscriptionToStreamInfo(stream, 'end')).settings.startFrom).toBe(END);
    const all = await client.listPersistentSubscriptionsToAll();
    expect(all.map(({ groupName, settings: { startFrom } }) => [groupName, startFrom])).toEqual([['start', START], ['end', END]]);
    expect((await client.listPersistentSubscriptionsToStream(stream)).map(({ groupName }) => groupName)).toEqual(['g', 'end']);
    const names = (await client.listAllPersistentSubscriptions()).map(({ eventSource, groupName }) => `${eventSource}::${groupName}`);
    expect(names).toEqual(expect.arrayContaining([`${stream}::g`, '$all::start']));
    await client.deletePersistentSubscriptionToAll('start');
    await client.deletePersistentSubscriptionToAll('end');
  });

  it('lets in no more consumers than it may have', async () => {
    await client.createPersistentSubscriptionToStream(stream, 'g', settings({ maxSubscriberCount: 1 }));
    const first = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'));
    await first.confirmed();
    const second = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'));
    await expect(second.ended).resolves.toMatchObject({ type: 'maximum-subscribers-reached', streamName: stream, groupName: 'g', code: 9 });
    await first.stop();
  });

  it('ends the readers of a deleted group, and begins anew when it is made again', async () => {
    const places = await append(client, stream, 3);
    await client.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: START, checkPointUpperBound: 1 }));
    const before = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'), (event, group) =>
      event.event?.revision === 0n ? group.nack('park', '', event) : group.ack(event),
    );
    await before.got(3);
    const ask = () => client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    await eventually(ask, ({ stats }) => stats.lastCheckpointedEventRevision === 2n);
    await client.deletePersistentSubscriptionToStream(stream, 'g');
    await expect(before.ended).resolves.toMatchObject(missing());
    await create();
    expect((await ask()).stats).toMatchObject({ parkedMessageCount: 0n, lastCheckpointedEventRevision: undefined });
    const after = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'), acknowledge);
    await after.got(3);
    expect(after.places).toEqual(places);
    await after.stop();
  });

  it('drops the readers of an updated group, and goes on from its checkpoint with the new settings', async () => {
    await append(client, stream, 3);
    await client.createPersistentSubscriptionToStream(stream, 'g', settings({ startFrom: START, checkPointUpperBound: 1 }));
    const before = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'), acknowledge);
    await before.got(3);
    const ask = () => client.getPersistentSubscriptionToStreamInfo(stream, 'g');
    await eventually(ask, ({ stats }) => stats.lastCheckpointedEventRevision === 2n);
    await client.updatePersistentSubscriptionToStream(stream, 'g', settings({ startFrom: START, maxRetryCount: 42 }));
    await expect(before.ended).resolves.toMatchObject({ type: 'persistent-subscription-dropped', streamName: stream, groupName: 'g', code: 1 });
    expect(await ask()).toMatchObject({ settings: { maxRetryCount: 42 }, connections: [] });
    const more = await append(client, stream, 1);
    const after = new Consumer(client.subscribeToPersistentSubscriptionToStream(stream, 'g'), acknowledge);
    await after.got(1);
    expect(after.places).toEqual(more);
    await after.stop();
  });
});

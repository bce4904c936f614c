import {
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as settings,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { eventually } from '../../testing/eventually';
import { acknowledge, append, Consumer, GroupNode } from './testing/group-node';

describe('a group and a node that starts again', () => {
  let node: GroupNode;

  beforeEach(async () => {
    node = await GroupNode.start();
  });
  afterEach(async () => {
    await node.remove();
    expect(node.troubles).toEqual([]);
  });

  it('loses no event, repeats none before its checkpoint, and keeps what it has parked', async () => {
    const client = node.client();
    const places = await append(client, 'orders', 100);
    await client.createPersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START, checkPointLowerBound: 1, checkPointAfter: 1 }));
    const before = new Consumer(client.subscribeToPersistentSubscriptionToStream('orders', 'g'), (event, subscription) => {
      const revision = Number(event.event?.revision);
      if (revision % 10 === 3) return subscription.nack('park', 'later', event);
      // What is never answered holds the checkpoint below it.
      return revision < 40 ? subscription.ack(event) : undefined;
    });
    await before.got(50);
    const ask = () => client.getPersistentSubscriptionToStreamInfo('orders', 'g');
    await eventually(ask, ({ stats }) => stats.lastCheckpointedEventRevision === 39n && stats.parkedMessageCount >= 4n);
    const parked = Number((await ask()).stats.parkedMessageCount);
    await node.restart();
    await expect(before.ended).resolves.toMatchObject({ type: expect.stringMatching(/dropped|cancelled|unavailable/) });

    const again = node.client();
    await append(again, 'orders', 1);
    const after = new Consumer(again.subscribeToPersistentSubscriptionToStream('orders', 'g'), acknowledge);
    await after.got(61);
    expect(after.places).toEqual([...places.slice(40), 'orders@100']);
    await again.replayParkedMessagesToStream('orders', 'g');
    await after.got(61 + parked);
    expect(after.places.slice(61)).toEqual(expect.arrayContaining(['orders@3', 'orders@13', 'orders@23', 'orders@33']));
    await after.stop();
  });

  it('misses nothing that was written while it was down, also when it began at the end and never had a checkpoint', async () => {
    const client = node.client();
    await append(client, 'orders', 3);
    await client.createPersistentSubscriptionToStream('orders', 'g', settings());
    await client.createPersistentSubscriptionToAll('g', allSettings(), { filter: streamNameFilter({ prefixes: ['orders'] }) });
    const places = await append(client, 'orders', 2);
    await node.restart();
    const again = node.client();
    const one = new Consumer(again.subscribeToPersistentSubscriptionToStream('orders', 'g'), acknowledge);
    const all = new Consumer(again.subscribeToPersistentSubscriptionToAll('g'), acknowledge);
    await Promise.all([one.got(2), all.got(2)]);
    expect(one.places).toEqual(places);
    expect(all.places).toEqual(places);
    await Promise.all([one.stop(), all.stop()]);
  });

  it('keeps replayed events parked until they are settled', async () => {
    const client = node.client();
    await append(client, 'orders', 2);
    await client.createPersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START }));
    const refusing = new Consumer(client.subscribeToPersistentSubscriptionToStream('orders', 'g'), (event, subscription) => subscription.nack('park', '', event));
    await refusing.got(2);
    await eventually(() => client.getPersistentSubscriptionToStreamInfo('orders', 'g'), ({ stats }) => stats.parkedMessageCount === 2n);
    await refusing.stop();
    await client.replayParkedMessagesToStream('orders', 'g');
    expect((await client.getPersistentSubscriptionToStreamInfo('orders', 'g')).stats.parkedMessageCount).toBeLessThanOrEqual(2n);
    await node.restart();
    const again = node.client();
    await again.replayParkedMessagesToStream('orders', 'g');
    const consumer = new Consumer(again.subscribeToPersistentSubscriptionToStream('orders', 'g'), acknowledge);
    await eventually(() => new Set(consumer.places).size, (count) => count === 2);
    await consumer.stop();
  });

  it('begins anew when the subsystem is restarted, and drops its readers', async () => {
    const client = node.client();
    await append(client, 'orders', 4);
    await client.createPersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START }));
    const before = new Consumer(client.subscribeToPersistentSubscriptionToStream('orders', 'g'));
    await before.got(4);
    await client.restartPersistentSubscriptionSubsystem();
    await expect(before.ended).resolves.toMatchObject({ type: 'persistent-subscription-dropped', groupName: 'g' });
    const after = new Consumer(client.subscribeToPersistentSubscriptionToStream('orders', 'g'), acknowledge);
    await after.got(4);
    expect(after.retryCounts).toEqual([0, 0, 0, 0]);
    await after.stop();
  });
});

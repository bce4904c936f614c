import {
  jsonEvent,
  KurrentDBClient,
  persistentSubscriptionToAllSettingsFromDefaults as allSettings,
  persistentSubscriptionToStreamSettingsFromDefaults as settings,
  START,
  streamNameFilter,
  type PersistentSubscriptionToAll,
  type PersistentSubscriptionToStream,
} from '@kurrent/kurrentdb-client';
import { eventually } from '../../testing/eventually';
import { RestartableNode } from './testing/restartable-node';

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll;

/** Acknowledges `count` events, and gives their data. */
async function taken(subscription: Subscription, count: number): Promise<unknown[]> {
  const got: unknown[] = [];
  for await (const event of subscription) {
    got.push(event.event?.data);
    await subscription.ack(event);
    if (got.length === count) break;
  }
  // Leaving the loop leaves the connection, and with it a consumer that takes events and does nothing.
  await subscription.unsubscribe();
  return got;
}

describe('groups, with the successor of the official client', () => {
  let node: RestartableNode;
  let client: KurrentDBClient;

  beforeAll(async () => {
    node = await RestartableNode.start();
    client = KurrentDBClient.connectionString(node.connectionString.replace('esdb:', 'kurrentdb:'));
    await client.appendToStream('orders', [1, 2, 3].map((number) => jsonEvent({ type: 'Noted', data: { number } })));
  });
  afterAll(async () => {
    await client.dispose();
    await node.remove();
  });
  const numbers = [{ number: 1 }, { number: 2 }, { number: 3 }];

  it('makes, reads, describes and deletes a group of a stream', async () => {
    await client.createPersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START, consumerStrategyName: 'PinnedByCorrelation' }));
    const subscription = client.subscribeToPersistentSubscriptionToStream('orders', 'g');
    expect(await taken(subscription, 3)).toEqual(numbers);
    const ask = () => client.getPersistentSubscriptionToStreamInfo('orders', 'g');
    const told = await eventually(ask, ({ stats }) => stats.outstandingMessagesCount === 0);
    expect(told.settings).toMatchObject({ consumerStrategyName: 'PinnedByCorrelation', startFrom: START });
    await client.updatePersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START }));
    expect((await ask()).settings.consumerStrategyName).toBe('RoundRobin');
    await client.deletePersistentSubscriptionToStream('orders', 'g');
    await expect(ask()).rejects.toMatchObject({ type: 'persistent-subscription-does-not-exist' });
  });

  it('parks and replays in a group of the whole log', async () => {
    const filter = streamNameFilter({ prefixes: ['orders'] });
    await client.createPersistentSubscriptionToAll('g', allSettings({ startFrom: START }), { filter });
    const refusing = client.subscribeToPersistentSubscriptionToAll('g');
    let refused = 0;
    for await (const event of refusing) {
      await refusing.nack('park', 'no', event);
      refused += 1;
      if (refused === 3) break;
    }
    await eventually(() => client.getPersistentSubscriptionToAllInfo('g'), ({ stats }) => stats.parkedMessageCount === 3n);
    await refusing.unsubscribe();
    await client.replayParkedMessagesToAll('g');
    expect(await taken(client.subscribeToPersistentSubscriptionToAll('g'), 3)).toEqual(numbers);
    expect((await client.listPersistentSubscriptionsToAll()).map(({ groupName }) => groupName)).toEqual(['g']);
  });
});

import {
  eventTypeFilter,
  persistentSubscriptionToAllSettingsFromDefaults as settings,
  START,
  streamNameFilter,
  type EventStoreDBClient,
  type Filter,
} from '@eventstore/db-client';
import { eventually } from '../../testing/eventually';
import { acknowledge, append, Consumer, GroupNode } from './testing/group-node';

describe('consuming the whole log through a group', () => {
  let node: GroupNode;
  let client: EventStoreDBClient;

  // The first test counts the events of a fresh log; those of the others have names of their own.
  beforeAll(async () => {
    node = await GroupNode.start();
    client = node.client();
  });
  afterEach(() => client.deletePersistentSubscriptionToAll('g'));
  afterAll(async () => {
    await node.remove();
    expect(node.troubles).toEqual([]);
  });

  const create = (changes: Parameters<typeof settings>[0], filter?: Filter) =>
    client.createPersistentSubscriptionToAll('g', settings({ startFrom: START, ...changes }), filter === undefined ? {} : { filter });
  const consume = (handling = acknowledge) => new Consumer(client.subscribeToPersistentSubscriptionToAll('g'), handling);
  const info = () => client.getPersistentSubscriptionToAllInfo('g');

  it('gives every event but its own, in the order of the log', async () => {
    const places = [...(await append(client, 'a', 20)), ...(await append(client, 'b', 20)), ...(await append(client, 'a', 5, 'Later'))];
    await create({ checkPointUpperBound: 5, checkPointLowerBound: 1, checkPointAfter: 1 });
    const consumer = consume();
    const ownMetadata = '$$$persistentsubscription-$all::g-checkpoint@0';
    await eventually(() => consumer.places.includes(ownMetadata), (isThere) => isThere);
    // A node begins its log with its users, as a real one does.
    const got = consumer.places.filter((place) => !place.startsWith('$user'));
    expect(got).toEqual([...places, '$$$persistentSubscriptionConfig@0', '$persistentSubscriptionConfig@0', ownMetadata]);
    const { stats } = await eventually(info, ({ stats: { lastCheckpointedEventPosition, lastKnownEventPosition } }) => lastCheckpointedEventPosition?.commit === lastKnownEventPosition?.commit);
    expect(stats.lastCheckpointedEventPosition).toEqual(consumer.events.at(-1)?.event?.position);
    // The checkpoints are events of the log as well; none of them has come.
    expect(consumer.places.filter((place) => !place.startsWith('$user'))).toEqual(got);
    expect(consumer.subscription.id).toBe('$all::g');
    await consumer.stop();
  });

  it.each<[string, Filter, string[]]>([
    ['prefixes of streams', streamNameFilter({ prefixes: ['one-b', 'one-c'] }), ['one-b', 'one-c']],
    ['a regular expression for streams', streamNameFilter({ regex: '^two-[ac]$' }), ['two-a', 'two-c']],
    ['prefixes of event types', eventTypeFilter({ prefixes: ['THREE-B'] }), ['three-b']],
    ['a regular expression for event types', eventTypeFilter({ regex: '^FOUR-[^X]$' }), ['four-a', 'four-b', 'four-c']],
  ])('keeps only what %s fit', async (_, filter, kept) => {
    const [family = ''] = (kept[0] ?? '').split('-');
    for (const stream of ['a', 'b', 'c'].map((letter) => `${family}-${letter}`)) await append(client, stream, 3, stream.toUpperCase());
    await create({}, filter);
    const consumer = consume();
    await consumer.got(kept.length * 3);
    const more = await append(client, kept[0] ?? '', 1, (kept[0] ?? '').toUpperCase());
    await consumer.got(kept.length * 3 + 1);
    expect(consumer.places).toEqual([...kept.flatMap((stream) => [0, 1, 2].map((revision) => `${stream}@${revision}`)), ...more]);
    await consumer.stop();
  });

  it('moves its checkpoint over what the filter leaves out, and keeps the filter when it is updated', async () => {
    await create({ checkPointUpperBound: 10 }, streamNameFilter({ prefixes: ['wanted'] }));
    await append(client, 'noise', 200);
    await eventually(info, ({ stats }) => (stats.lastCheckpointedEventPosition?.commit ?? 0n) >= 20_000n);
    await client.updatePersistentSubscriptionToAll('g', settings({ startFrom: START }));
    await append(client, 'noise', 10);
    const wanted = await append(client, 'wanted', 1);
    const consumer = consume();
    await consumer.got(1);
    expect(consumer.places).toEqual(wanted);
    await consumer.stop();
  });

  it('begins at a position, which belongs to it', async () => {
    await append(client, 'place', 5);
    const positions: bigint[] = [];
    for await (const { event } of client.readStream('place')) positions.push((event as unknown as { readonly position: { readonly commit: bigint } }).position.commit);
    const third = positions[2] ?? 0n;
    await create({ startFrom: { commit: third, prepare: third } }, streamNameFilter({ prefixes: ['place'] }));
    const consumer = consume();
    await consumer.got(3);
    expect(consumer.places).toEqual(['place@2', 'place@3', 'place@4']);
    await consumer.stop();
  });

  it('parks from any stream, and brings it back', async () => {
    await append(client, 'parked-a', 1);
    await append(client, 'parked-b', 2);
    await create({}, streamNameFilter({ prefixes: ['parked-'] }));
    const refusing = consume((event, subscription) => subscription.nack('park', 'no', event));
    await refusing.got(3);
    await eventually(info, ({ stats }) => stats.parkedMessageCount === 3n);
    await refusing.stop();
    await client.replayParkedMessagesToAll('g');
    const consumer = consume();
    await consumer.got(3);
    expect(consumer.places).toEqual(['parked-a@0', 'parked-b@0', 'parked-b@1']);
    await consumer.stop();
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { persistentSubscriptionToStreamSettingsFromDefaults as settings, START, type Credentials, type EventStoreDBClient } from '@eventstore/db-client';
import { ownCertificate } from '../../testing/certificate';
import { acknowledge, append, Consumer, GroupNode } from './testing/group-node';

describe('groups of a node that asks who is there', () => {
  let node: GroupNode;
  let folder = '';
  const as = new Map<string, EventStoreDBClient>();
  const client = (name: string): EventStoreDBClient => as.get(name) as EventStoreDBClient;
  const denied = { type: 'access-denied' };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-tls-'));
    const tls = await ownCertificate();
    const ca = join(folder, 'ca.pem');
    await writeFile(ca, tls.certificate);
    node = await GroupNode.start({ tls });
    const credentials: Readonly<Record<string, Credentials>> = {
      admin: { username: 'admin', password: 'changeit' },
      ops: { username: 'ops', password: 'changeit' },
    };
    for (const name of ['admin', 'ops', 'anonymous']) as.set(name, node.client(`&tlsCAFile=${ca}`, credentials[name]));
    await append(client('admin'), 'orders', 2);
  });
  afterAll(async () => {
    await node.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('lets admin and ops manage them, and nobody else', async () => {
    await expect(client('anonymous').createPersistentSubscriptionToStream('orders', 'g', settings())).rejects.toMatchObject(denied);
    await client('ops').createPersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START }));
    await client('admin').updatePersistentSubscriptionToStream('orders', 'g', settings({ startFrom: START }));
    await expect(client('anonymous').replayParkedMessagesToStream('orders', 'g')).rejects.toMatchObject(denied);
    await expect(client('anonymous').deletePersistentSubscriptionToStream('orders', 'g')).rejects.toMatchObject(denied);
    await expect(client('anonymous').restartPersistentSubscriptionSubsystem()).rejects.toMatchObject(denied);
    await client('ops').replayParkedMessagesToStream('orders', 'g');
    await client('ops').deletePersistentSubscriptionToStream('orders', 'g');
  });

  it('tells of them, and gives their events, only to whom it knows', async () => {
    await client('admin').createPersistentSubscriptionToStream('orders', 'read', settings({ startFrom: START }));
    await expect(client('anonymous').getPersistentSubscriptionToStreamInfo('orders', 'read')).rejects.toMatchObject(denied);
    await expect(client('anonymous').listAllPersistentSubscriptions()).rejects.toMatchObject(denied);
    const stranger = new Consumer(client('anonymous').subscribeToPersistentSubscriptionToStream('orders', 'read'));
    await expect(stranger.ended).resolves.toMatchObject(denied);
    const known = new Consumer(client('ops').subscribeToPersistentSubscriptionToStream('orders', 'read'), acknowledge);
    await known.got(2);
    expect((await client('ops').getPersistentSubscriptionToStreamInfo('orders', 'read')).connections).toMatchObject([{ username: 'ops' }]);
    await known.stop();
  });
});

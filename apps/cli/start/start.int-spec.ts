import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ErrorType, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { folderPlace } from '../ledger-place';
import { daybookProgram, spawnNode, type SpawnedNode } from '../node/spawned-node.test-kit';
import { demoConfigPath } from '../package-root';
import { verifyPlace } from '../verify/verify-place';
import { announcedServer, type AnnouncedServer } from './announced-server.test-kit';

const run = promisify(execFile);

/** Exit code and everything said by a command that fails. */
async function failed(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [daybookProgram, ...args], { env: { ...process.env, ...env } });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, said: stderr };
  }
}

describe('daybook start', () => {
  let folder: string;
  const servers: AnnouncedServer[] = [];
  const clients: EventStoreDBClient[] = [];
  const started = async (...args: Parameters<typeof announcedServer>): Promise<AnnouncedServer> => {
    const server = await announcedServer(...args);
    servers.push(server);
    return server;
  };
  const clientOf = (url: string): EventStoreDBClient => {
    const client = EventStoreDBClient.connectionString(url);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daybook-start-'));
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true });
  });

  it('opens a node beside the API that shows the ledger’s streams and takes no write to them', async () => {
    const data = join(folder, 'beside');
    const server = await started(['--data', data, '--config', demoConfigPath(), '--node-port', '0']);
    expect(server.eventStore).toMatch(/^esdb:\/\/127\.0\.0\.1:\d+\?tls=false$/);
    const client = clientOf(server.eventStore);
    const types: string[] = [];
    for await (const { event } of client.readStream('entity-UK')) types.push(event?.type ?? '');
    expect(types).toContain('EntityConfigured');
    const denied = { type: ErrorType.ACCESS_DENIED };
    await expect(client.appendToStream('entity-UK', [jsonEvent({ type: 'EntityConfigured', data: {} })])).rejects.toMatchObject(denied);
    await expect(client.setStreamMetadata('entity-UK', { maxCount: 1 })).rejects.toMatchObject(denied);
    await expect(client.deleteStream('entity-UK')).rejects.toMatchObject(denied);
    await client.appendToStream('orders-1', [jsonEvent({ type: 'OrderPlaced', data: {} })]);

    const [, port = ''] = /:(\d+)\?/.exec(server.eventStore) ?? [];
    const taken = { DAYBOOK_NODE_PORT: port };
    const remedy = /ended with 3: [\s\S]*Choose another port with --node-port or DAYBOOK_NODE_PORT, or leave the node out with --no-node/;
    await expect(announcedServer(['--data', join(folder, 'other')], taken)).rejects.toThrow(remedy);
    await expect(announcedServer(['--data', data, '--no-node'])).rejects.toThrow(/ended with 3: [\s\S]*is held by process \d+/);
    expect(await server.stop()).toBe(0);
    const checks = await verifyPlace(folderPlace(data));
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.find(({ name }) => name === 'foreign events')?.detail).toMatch(/^1 events of others, none/);
  }, 240_000);

  describe('on an event store elsewhere', () => {
    let node: SpawnedNode;
    let data: string;
    let env: NodeJS.ProcessEnv;

    beforeAll(async () => {
      node = await spawnNode(['--port', '0', '--memory']);
      data = join(folder, 'elsewhere');
      env = { DAYBOOK_EVENTSTORE: node.url, DAYBOOK_DATA: data, DAYBOOK_NODE_PORT: 'off' };
    }, 120_000);
    afterAll(() => node.stop());

    it('serves, keeps the folder for one process, and puts every event there', async () => {
      const server = await started(['--config', demoConfigPath()], env);
      expect(server.eventStore).toContain(node.url.replace(/\?.*/, ''));
      const reply = await fetch(`${server.url}/customers`, {
        method: 'POST', headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' }, body: '{}',
      });
      expect(reply.status).toBe(403);
      const held = await failed(['config', 'apply', demoConfigPath()], env);
      expect(held).toEqual({ code: 3, said: expect.stringMatching(/is held by process \d+/) });
      expect(await server.stop()).toBe(0);
      const client = clientOf(node.url);
      const streams = new Set<string>();
      for await (const { event } of client.readAll()) streams.add(event?.streamId ?? '');
      expect([...streams]).toEqual(expect.arrayContaining(['ledger-identity', 'entity-UK']));
    }, 240_000);

    it('lets verify name what others did to the ledger’s streams', async () => {
      const place = { ...folderPlace(data), eventStoreUrl: node.url };
      const sound = await verifyPlace(place);
      expect(sound.filter(({ ok }) => !ok)).toEqual([]);
      expect(sound[0]).toMatchObject({ name: 'log read', detail: expect.stringMatching(/its files are for its own tools to check/) });
      const client = clientOf(node.url);
      await client.appendToStream('entity-UK', [jsonEvent({ type: 'EntityConfigured', data: {} })]);
      await client.appendToStream('sale-1', [jsonEvent({ type: 'SaleClosed', data: {} })]);
      await client.tombstoneStream('sale-1');
      await client.setStreamMetadata('customer-1', { truncateBefore: 3 });
      const faults = Object.fromEntries((await verifyPlace(place)).filter(({ ok }) => !ok).map(({ name, problems }) => [name, problems.join('\n')]));
      expect(faults['foreign events']).toMatch(/"entity-UK" revision \d+ .* carries the ledger id/);
      expect(faults['foreign events']).toMatch(/"sale-1" .* says that the stream was deleted for ever/);
      expect(faults['nothing hidden']).toMatch(/customer-1 is cut before revision 3/);
    }, 120_000);

    it('refuses what is no connection string, and a server that is not there, without showing the password', async () => {
      const wrong = await failed(['replay', '--event-store', 'kurrentdb://me:secret@db'], env);
      expect(wrong).toEqual({ code: 2, said: expect.stringMatching(/Write esdb:\/\/ in place of kurrentdb:\/\//) });
      const nowhere = await failed(['replay', '--event-store', 'esdb://me:secret@127.0.0.1:1?tls=false'], env);
      expect(nowhere).toEqual({ code: 3, said: expect.stringMatching(/127\.0\.0\.1:1 cannot be reached/) });
      expect(wrong.said + nowhere.said).not.toContain('secret');
    }, 120_000);
  });
});

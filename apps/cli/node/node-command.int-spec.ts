import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { writeTlsFiles, type TlsFiles } from './tls-files.test-kit';
import { daybookProgram, spawnNode, type SpawnedNode } from './spawned-node.test-kit';

async function asClient<Result>(url: string, act: (client: EventStoreDBClient) => Promise<Result>): Promise<Result> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    return await act(client);
  } finally {
    await client.dispose();
  }
}

const append = (url: string, stream: string): Promise<string> =>
  asClient(url, async (client) => String((await client.appendToStream(stream, [jsonEvent({ type: 'Noted', data: { stream } })])).nextExpectedRevision));

const typesIn = (url: string, stream: string): Promise<string[]> =>
  asClient(url, async (client) => {
    const types: string[] = [];
    for await (const { event } of client.readStream(stream)) types.push(event?.type ?? '');
    return types;
  });

describe('daybook node', () => {
  let folder: string;
  let tls: TlsFiles;
  const running: SpawnedNode[] = [];
  const started = async (...args: Parameters<typeof spawnNode>): Promise<SpawnedNode> => {
    const node = await spawnNode(...args);
    running.push(node);
    return node;
  };

  beforeAll(async () => {
    expect(existsSync(daybookProgram)).toBe(true);
    folder = await mkdtemp(join(tmpdir(), 'daybook-node-command-'));
    tls = await writeTlsFiles(folder);
  });
  afterAll(async () => {
    await Promise.all(running.map((node) => node.stop('SIGKILL')));
    await rm(folder, { recursive: true });
  });

  it('takes its settings from options, keeps its log, and ends cleanly when asked', async () => {
    const data = join(folder, 'kept');
    const first = await started(['--port', '0', '--data', data]);
    expect(first.said().out).toBe(`Daybook node ready on ${first.url}\n`);
    expect(await append(first.url, 'orders-1')).toBe('0');
    expect(await first.stop('SIGINT')).toBe(0);
    const second = await started([], { PORT: '0', DATA: data });
    expect(await typesIn(second.url, 'orders-1')).toEqual(['Noted']);
    await expect(spawnNode(['--port', '0', '--data', data])).rejects.toThrow(/ended with 3: .*is held by process \d+/);
    expect(await second.stop('SIGTERM')).toBe(0);
  }, 180_000);

  it('keeps nothing with --memory, and leaves nothing behind', async () => {
    const node = await started([], { PORT: '0', MEMORY: 'true', TLS: 'false' });
    const scratch = /the log is in (\S+) and is removed/.exec(node.said().err)?.[1] ?? '';
    expect(readdirSync(scratch)).toContain('events.db');
    expect(await append(node.url, 'orders-1')).toBe('0');
    expect(await node.stop()).toBe(0);
    expect(existsSync(scratch)).toBe(false);
  }, 180_000);

  it('speaks TLS with files from options and from the environment, and asks who calls', async () => {
    const options = await started(['--port', '0', '--memory', '--tls-cert', tls.certFile, '--tls-key', tls.keyFile], { ADMIN_PASSWORD: 'secret', OPS_PASSWORD: 'other' });
    const environment = await started([], { PORT: '0', MEMORY: '1', TLS: '1', TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile });
    expect(options.said().err).not.toMatch(/changeit/);
    expect(environment.said().err).toMatch(/admin and ops: the password everybody knows/);
    for (const [{ url }, user] of [[options, 'admin:secret'], [environment, 'admin:changeit']] as const) {
      expect(url).toMatch(/\?tls=true$/);
      const trusted = `${url}&tlsCAFile=${encodeURIComponent(tls.certFile)}`;
      expect(await append(trusted.replace('//', `//${user}@`), 'orders-1')).toBe('0');
      await expect(append(trusted.replace('//', '//admin:wrong@'), 'orders-1')).rejects.toThrow();
      await expect(append(trusted, 'orders-1')).rejects.toThrow();
    }
    expect(await Promise.all([options.stop(), environment.stop()])).toEqual([0, 0]);
  }, 180_000);

  it('refuses a port that is taken and files that are none, and says what to do', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const address = taken.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    try {
      await expect(spawnNode(['--memory', '--port', port])).rejects.toThrow(/ended with 3: [\s\S]*Choose another port with --port or PORT/);
    } finally {
      taken.close();
    }
    await expect(spawnNode(['--memory', '--port', '0', '--tls-cert', tls.certFile, '--tls-key', join(folder, 'none')])).rejects.toThrow(/ended with 2: .*none cannot be read \(ENOENT\)/);
    const others = await writeTlsFiles(await mkdtemp(join(folder, 'other-')));
    await expect(spawnNode(['--memory', '--port', '0', '--tls-cert', tls.certFile, '--tls-key', others.keyFile])).rejects.toThrow(/ended with 2: .*cannot be used together/);
    expect(readFileSync(tls.keyFile, 'utf8')).toMatch(/PRIVATE KEY/);
    await expect(spawnNode(['--port', '0', '--data', tls.certFile])).rejects.toThrow(/ended with 2: .*A file stands where a folder is needed\. Name another place/);
    await expect(spawnNode(['--port', '0', '--data', join(tls.certFile, 'below')])).rejects.toThrow(/ended with 2: .*A file stands where a folder is needed/);
  }, 180_000);
});

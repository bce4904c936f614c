import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { scratchLog } from '../embedded/testing/scratch-log';
import { scratchNode } from '../node/testing/scratch-node';
import { ownCertificate } from '../testing/certificate';
import { openEventStoreDB } from './index';

const open = (connectionString: string, silenceMs = 5_000) => openEventStoreDB({ connectionString, openPatienceMs: 300, silenceMs });

it('says which server cannot be reached, without the password', async () => {
  const refused = open('esdb://admin:secret@127.0.0.1:1?tls=false');
  await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining('esdb://127.0.0.1:1 cannot be reached') });
  await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
});

it('does not wait for ever for a server that takes the connection and says nothing', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await expect(open(`esdb://127.0.0.1:${port}?tls=false`, 300)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  for (const socket of sockets) socket.destroy();
  server.close();
});

it('asks a server with TLS who may read, and tells a wrong password from a missing right', async () => {
  const tls = await ownCertificate();
  const files = await scratchLog();
  const authority = join(files.folder, 'ca.pem');
  await writeFile(authority, tls.certificate);
  const scratch = await scratchNode({ tls });
  const as = (user: string) => open(`esdb://${user}localhost:${scratch.node.port}?tlsCAFile=${encodeURIComponent(authority)}`);
  await expect(as('admin:wrong@')).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED', message: expect.stringMatching(/user and password/) });
  await expect(as('')).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED', message: expect.stringMatching(/put user:password@ before the host/) });
  const store = await as('admin:changeit@');
  await expect(store.append('a-1', 'no_stream', [{ id: '6b1f4a52-6d0c-4b7e-9a55-0d6f4c3c2b1a', type: 'Noted', data: '{}', metadata: '{}' }])).resolves.toMatchObject({ kind: 'appended' });
  await store.close();
  await expect(open(`esdb://localhost:${scratch.node.port}?tlsCAFile=/none.pem`)).rejects.toMatchObject({ code: 'STORE_CONNECTION_STRING' });
  await scratch.remove();
  await files.remove();
});

it('names the leader that it cannot find', async () => {
  await expect(open('esdb://127.0.0.1:1,127.0.0.1:2?tls=false')).rejects.toMatchObject({ message: expect.stringContaining('esdb+discover://127.0.0.1:1,127.0.0.1:2') });
});

it('finds a leader by gossip, and says what it has opened', async () => {
  const scratch = await scratchNode();
  const store = await open(`esdb+discover://admin:secret@127.0.0.1:${scratch.node.port}?tls=false`);
  expect(store.description).toBe(`EventStoreDB esdb+discover://127.0.0.1:${scratch.node.port}`);
  expect(store.serverVersion).toMatch(/^\d+\.\d+/);
  await store.close();
  await scratch.remove();
});

it('takes places of other logs and what is no place for defects of the caller', async () => {
  const scratch = await scratchNode();
  const store = await open(scratch.node.connectionString);
  const next = (position: string) => store.readAll(position as never)[Symbol.asyncIterator]().next();
  await store.append('a-1', 'no_stream', [{ id: '6b1f4a52-6d0c-4b7e-9a55-0d6f4c3c2b1a', type: 'Noted', data: '{}', metadata: '{}' }]);
  await expect(next('nonsense')).rejects.toThrow(RangeError);
  const half = '0000000000000001';
  await expect(next(half + half)).rejects.toThrow(RangeError);
  const follow = store.subscribeAll((half + half) as never, { signal: new AbortController().signal });
  await expect(follow[Symbol.asyncIterator]().next()).rejects.toThrow(RangeError);
  await expect(store.append('a-2', 'no_stream', [{ id: '6b1f4a52-6d0c-4b7e-9a55-0d6f4c3c2b1a', type: 'Noted', data: '{', metadata: '{}' }])).rejects.toThrow(RangeError);
  await store.close();
  await scratch.remove();
});
